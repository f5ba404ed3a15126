//! What another program does with the analysis, written against the interface as it is without the features of the program and of the
//! tests: a project that is held in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use originlint::report::FileReport;
use originlint::{Module, Modules, Resolved, Settings, SourceFile, analyze};

/// Files by their paths, as an editor or a page has them.
#[derive(Default)]
pub struct Project {
    files: BTreeMap<String, Arc<SourceFile>>,
}

impl Project {
    /// Adds a file, or replaces it.
    pub fn set(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), Arc::new(SourceFile::new(path, text)));
    }

    /// The verdicts on all files that can have one.
    pub fn check(&self, settings: &Settings) -> Vec<FileReport> {
        let candidates = self.files.values().filter(|source| settings.is_candidate(source));
        candidates.map(|source| analyze(source, settings, self)).collect()
    }
}

impl Modules for Project {
    /// Only `./name.js` beside the importing file is known here.
    fn resolve(&self, from: &str, specifier: &str) -> Resolved {
        let Some(name) = specifier.strip_prefix("./") else { return Resolved::Outside };
        let path = match from.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{name}"),
            None => name.to_owned(),
        };
        let read = self.files.get(&path).ok_or("no such file".to_owned());
        let read = read.and_then(|source| Module::read(Arc::clone(source)).map_err(|failure| failure.message));
        match read {
            Ok(module) => Resolved::File(Arc::new(module)),
            Err(why) => Resolved::Broken(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use originlint::finding::{Persona, Severity};
    use originlint::model::Model;
    use originlint::page;
    use originlint::policy::TrustedOrigin;

    use super::*;

    fn rules(project: &Project, settings: &Settings) -> Vec<(&'static str, Severity)> {
        let reports = project.check(settings);
        reports.iter().flat_map(|report| &report.findings).map(|finding| (finding.rule, finding.severity)).collect()
    }

    #[test]
    fn a_check_in_an_imported_file_is_run() {
        let mut project = Project::default();
        project.set(
            "src/app.js",
            "import { isOurs } from './origins.js';
             window.addEventListener('message', e => { if (isOurs(e.origin)) document.body.innerHTML = e.data; });",
        );
        project.set("src/origins.js", "export const isOurs = origin => origin.startsWith('https://shop.example');");
        let settings = Settings::default();
        let reports = project.check(&settings);
        // The check is to be mended in the file that it is in.
        let weak = reports.iter().flat_map(|report| &report.elsewhere).find(|e| e.finding.rule == "weak-origin-check");
        let weak = weak.expect("a hostile sender passes");
        assert_eq!(weak.source.path(), "src/origins.js");
        let witness = weak.finding.witness.as_ref().expect("it is named");
        assert!(witness.origin.starts_with("https://shop.example"), "{}", witness.origin);
        assert!(page::find("weak-origin-check").is_some_and(|page| !page.body.is_empty()));

        project.set("src/origins.js", "export const isOurs = origin => origin === 'https://shop.example';");
        assert_eq!(rules(&project, &settings), []);
    }

    #[test]
    fn settings_and_rows_decide() {
        let mut project = Project::default();
        project.set(
            "app.js",
            "window.addEventListener('message', e => { if (e.origin === 'https://a.example') renderMarkup(e.data); });",
        );
        let mut settings = Settings::default();
        assert_eq!(rules(&project, &settings), []);
        settings.trusted_origins = Some(vec![TrustedOrigin::parse("https://shop.example").expect("an origin")]);
        assert_eq!(rules(&project, &settings).first().map(|(rule, _)| *rule), Some("unlisted-origin"));
        settings.trusted_origins = None;

        let rows = "[[sinks.global]]\nrule = 'message-to-html'\nnames = ['renderMarkup']\nargs = [0]";
        settings.model = Arc::new(Model::with_rows(rows).expect("a row"));
        settings.persona = Persona::Auditor;
        assert!(rules(&project, &settings).iter().any(|(rule, _)| *rule == "message-to-html"));
        assert!(Model::with_rows("[[sinks.global]]\nrule = 'message-to-htm'\nnames = ['f']").is_err());
    }
}
