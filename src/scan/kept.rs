//! Analyses that an earlier run has made: found again by what they are about, and believed if whatever they asked is answered as it was.
//! So nothing has to be known of the files by which a project says where imports lead: they are asked anew.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::Role;
use crate::Settings;
use crate::cache::entry::{Analysis, Answer, Entry, Files, Question, Stored};
use crate::cache::{Cache, Digest, digest};
use crate::embedding::Embedding;
use crate::loader::{Loader, Located};
use crate::modules::{Modules, Resolved, Scope};
use crate::platform::Sign;
use crate::report::FileReport;
use crate::source::SourceFile;

/// What this program is made of, see `build.rs`: another one may judge otherwise.
const BUILD: &str = env!("ORIGINLINT_BUILD");

/// The analyses of earlier runs, and who answers what they asked.
#[derive(Clone, Copy)]
pub(super) struct Kept<'a> {
    pub(super) cache: &'a Cache,
    pub(super) loader: &'a Loader<'a>,
}

impl Kept<'_> {
    /// The report of an earlier run on a file, or else the one that `examine` makes, which is kept for later ones.
    pub(super) fn or_examined(
        self,
        role: Role,
        source: &Arc<SourceFile>,
        settings: &Settings,
        examine: impl FnOnce(&dyn Modules) -> Option<FileReport>,
    ) -> Option<FileReport> {
        let key = key(BUILD, role, source, settings);
        let mut entry = self.cache.get(&key).and_then(|bytes| Entry::read(&bytes)).unwrap_or_default();
        for i in 0..entry.0.len() {
            let mut places = FxHashMap::default();
            if entry.0[i].asked.iter().all(|(question, answer)| self.answer(question, &mut places) == *answer) {
                return match self.report(entry.0.swap_remove(i), source, &places) {
                    Some(report) => report,
                    None => break,
                };
            }
        }
        let trace = Trace { loader: self.loader, asked: Mutex::default() };
        let report = examine(&trace);
        if let Some(analysis) = analysis(source, trace, report.as_ref()) {
            entry.add(analysis);
            if let Some(bytes) = entry.bytes() {
                self.cache.put(&key, &bytes);
            }
        }
        report
    }

    /// The report of an analysis, whose imported files are at these places. `None` if one of them has changed meanwhile.
    fn report(
        self,
        analysis: Analysis,
        own: &Arc<SourceFile>,
        places: &FxHashMap<String, PathBuf>,
    ) -> Option<Option<FileReport>> {
        let Some(report) = analysis.report else { return Some(None) };
        let mut imported = Vec::new();
        for (path, known) in analysis.files {
            let text = self.loader.text(places.get(&path)?).ok()?;
            if digest([text.as_bytes()]) != known {
                return None;
            }
            imported.push(Arc::new(SourceFile::new(path, text)));
        }
        Some(Some(report.report(own, &imported)?))
    }

    /// What a question would be answered now. `places` learns where files really are, by the paths that readers are shown.
    fn answer(self, question: &Question, places: &mut FxHashMap<String, PathBuf>) -> Answer {
        match question {
            Question::Resolve(from, specifier) => match self.loader.locate(from, specifier) {
                Located::File { real, shown } => {
                    let answer = match self.loader.digest_of(&real) {
                        Ok(digest) => Answer::File(shown.clone(), digest),
                        Err(why) => Answer::Broken(why),
                    };
                    places.insert(shown, real);
                    answer
                }
                Located::Outside => Answer::Outside,
                Located::Broken(why) => Answer::Broken(why),
            },
            Question::Worker(from, specifier) => said(&self.loader.worker(from, specifier)),
            Question::HandsOn(from, specifier) => said(&self.loader.hands_on(from, specifier)),
            Question::Scope(path) => said(&self.loader.scope(path)),
            Question::Signs(path) => said(&self.loader.signs(path)),
            Question::Embedding(path) => said(&self.loader.embedding(path)),
        }
    }
}

/// An analysis as it is kept. What cannot be written down is made anew each time.
fn analysis(own: &SourceFile, trace: Trace<'_>, report: Option<&FileReport>) -> Option<Analysis> {
    let mut files = Files::of(own);
    let report = match report {
        Some(report) => Some(Stored::of(report, &mut files)?),
        None => None,
    };
    let files = files.imported().iter().map(|file| (file.path().to_owned(), digest([file.text().as_bytes()])));
    let asked = trace.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
    Some(Analysis { asked: asked.into_iter().collect(), files: files.collect(), report })
}

/// Under what an analysis is found: all of it that is known before it begins.
fn key(build: &str, role: Role, source: &SourceFile, settings: &Settings) -> Digest {
    let Settings {
        persona,
        generated,
        tests,
        no_suppressions,
        levels,
        personas,
        selection,
        named,
        least,
        least_confidence,
        trusted_origins,
        platforms,
        embedding,
        max_steps,
        model,
    } = settings;
    let flags = (persona, generated, tests, no_suppressions, least, least_confidence, max_steps);
    let tables = (levels, personas, selection, named, trusted_origins, platforms, embedding);
    let settings = format!("{role:?} {flags:?} {tables:?}");
    let parts = [build, source.path(), source.text(), &settings, model.rows()];
    digest(parts.map(str::as_bytes))
}

/// An answer that is told from any other by its text.
fn said(answer: &impl Debug) -> Answer {
    Answer::Said(digest([format!("{answer:?}").as_bytes()]))
}

/// Answers as the loader does, and remembers what it was asked.
struct Trace<'a> {
    loader: &'a Loader<'a>,
    asked: Mutex<BTreeMap<Question, Answer>>,
}

impl Trace<'_> {
    fn note(&self, question: Question, answer: impl FnOnce() -> Answer) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.entry(question).or_insert_with(answer);
    }

    fn noted<T: Debug>(&self, question: Question, answer: T) -> T {
        self.note(question, || said(&answer));
        answer
    }
}

impl Modules for Trace<'_> {
    fn resolve(&self, from: &str, specifier: &str) -> Resolved {
        let place = self.loader.locate(from, specifier);
        let resolved = self.loader.follow(&place);
        self.note(Question::Resolve(from.to_owned(), specifier.to_owned()), || match (&resolved, place) {
            (Resolved::File(module), Located::File { shown, .. }) => {
                Answer::File(shown, digest([module.source.text().as_bytes()]))
            }
            // What stands there is of no use, which may be otherwise once something else stands there.
            (_, Located::File { real, shown }) => match self.loader.digest_of(&real) {
                Ok(digest) => Answer::File(shown, digest),
                Err(why) => Answer::Broken(why),
            },
            (_, Located::Outside) => Answer::Outside,
            (_, Located::Broken(why)) => Answer::Broken(why),
        });
        resolved
    }

    fn worker(&self, from: &str, specifier: &str) -> Option<String> {
        let question = Question::Worker(from.to_owned(), specifier.to_owned());
        self.noted(question, self.loader.worker(from, specifier))
    }

    fn hands_on(&self, from: &str, specifier: &str) -> Vec<String> {
        let question = Question::HandsOn(from.to_owned(), specifier.to_owned());
        self.noted(question, self.loader.hands_on(from, specifier))
    }

    fn scope(&self, path: &str) -> Option<Scope> {
        self.noted(Question::Scope(path.to_owned()), self.loader.scope(path))
    }

    fn signs(&self, path: &str) -> Vec<(Sign, String)> {
        self.noted(Question::Signs(path.to_owned()), self.loader.signs(path))
    }

    fn embedding(&self, path: &str) -> Embedding {
        self.noted(Question::Embedding(path.to_owned()), self.loader.embedding(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Persona, Severity};
    use crate::model::Model;

    #[test]
    fn all_that_is_known_before_an_analysis_is_in_its_key() {
        let source = |path: &str, text: &str| Arc::new(SourceFile::new(path, text));
        let own = source("a.js", "let a;");
        let settings = Settings::default();
        let usual = key("build", Role::Script, &own, &settings);
        assert_eq!(usual, key("build", Role::Script, &source("a.js", "let a;"), &Settings::default()));
        let mut keys = vec![
            usual,
            key("another", Role::Script, &own, &settings),
            key("build", Role::Worker, &own, &settings),
            key("build", Role::Importer, &own, &settings),
            key("build", Role::Script, &source("b.js", "let a;"), &settings),
            key("build", Role::Script, &source("a.js", "let b;"), &settings),
        ];
        let changes: [fn(&mut Settings); 15] = [
            |settings| settings.persona = Persona::Auditor,
            |settings| settings.generated = true,
            |settings| settings.tests = true,
            |settings| settings.no_suppressions = true,
            |settings| _ = settings.levels.insert("message-to-html", None),
            |settings| _ = settings.personas.insert("message-to-html", Persona::Auditor),
            |settings| settings.selection = Some(["message-to-html"].into()),
            |settings| _ = settings.named.insert("message-to-html"),
            |settings| settings.least = Severity::High,
            |settings| settings.least_confidence = Confidence::High,
            |settings| settings.trusted_origins = Some(Vec::new()),
            |settings| settings.platforms.push("electron"),
            |settings| settings.embedding.trusted_types = Some("a header".to_owned()),
            |settings| settings.max_steps = Some(1),
            |settings| {
                let model = Model::with_rows("[secrets]\nwords = ['passkey']");
                settings.model = Arc::new(model.expect("a row"));
            },
        ];
        for change in changes {
            let mut settings = settings.clone();
            change(&mut settings);
            keys.push(key("build", Role::Script, &own, &settings));
        }
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
