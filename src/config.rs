//! `originlint.toml`: what a project asks for, from its text to the settings of each file. Opens no file.

mod chain;
mod document;
mod loosened;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::io;
use std::path::{Component, Path, PathBuf};

use globset::GlobSet;

use crate::Settings;
use crate::embedding::{Admitted, Embedding, Evidence};
use crate::finding::{Confidence, Persona, Severity};
use crate::page;
use crate::provenance::Provenance;
pub use chain::table;
pub use loosened::loosened;

/// The name of the file.
pub const FILE: &str = "originlint.toml";
/// The file of a package, which may hold the same keys under [`KEY`].
pub const PACKAGE: &str = "package.json";
/// The name under which the file of a package holds them.
pub const KEY: &str = "originlint";
/// The platform of what runs where nothing of the application can be reached.
const ISOLATED: &str = "isolated";
/// What `originlint init` writes: every key, commented out, with what it is for.
pub const TEMPLATE: &str = include_str!("config/template.toml");

/// What is wrong with a configuration, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
    /// The bytes of the text that are wrong.
    pub span: Option<std::ops::Range<usize>>,
}

/// A configuration that cannot be used: the file, its text, and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// The file.
    pub path: PathBuf,
    /// Its text; nothing of one that could not be read.
    pub text: String,
    /// What is wrong.
    pub mistake: Mistake,
}

/// Where the texts of configurations come from.
pub trait Texts: Debug + Send + Sync {
    /// The text of the file at an absolute path; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Why one that is there is not read.
    fn text(&self, path: &Path) -> io::Result<Option<String>>;

    /// Whether a repository begins in this folder.
    fn is_repository(&self, folder: &Path) -> bool;

    /// Whether these are texts as they once were, in which nobody can mend anything.
    fn are_past(&self) -> bool {
        false
    }
}

/// What is asked for, for the files below a folder.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What holds where nothing else is said.
    pub settings: Settings,
    /// The lowest severity that fails a run.
    pub fail_on: Option<Severity>,
    /// The file with the known findings.
    pub baseline: Option<PathBuf>,
    /// Whether analyses are kept for later runs.
    pub cache: bool,
    /// The folder of the configuration, or what stands for it: there the baseline lies if nothing else is said.
    pub root: PathBuf,
    /// The file that it was read from.
    pub file: Option<PathBuf>,
    /// Whether nothing that lies beside it is to be read: whoever wants no configuration wants no baseline that nobody named.
    pub is_alone: bool,
    include: Option<Globs>,
    exclude: Globs,
    own: Globs,
    generated: Globs,
    tests: Globs,
    overrides: Vec<Override>,
}

/// Globs, each from the folder of the configuration that has it.
#[derive(Clone, Debug, Default)]
struct Globs(Vec<(PathBuf, GlobSet)>);

impl Globs {
    fn add(&mut self, root: &Path, patterns: &[document::Pattern]) -> Result<(), Mistake> {
        if !patterns.is_empty() {
            self.0.push((root.to_owned(), document::globs(patterns)?));
        }
        Ok(())
    }

    fn match_path(&self, path: &Path) -> bool {
        self.0.iter().any(|(root, globs)| globs.is_match(relative(root, path)))
    }
}

/// What holds for some files only.
#[derive(Clone, Debug)]
struct Override {
    paths: Globs,
    persona: Option<Persona>,
    platforms: Vec<&'static str>,
    embedding: Embedding,
    stances: BTreeMap<&'static str, Stance>,
}

/// What a configuration says of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Stance {
    /// The severity of its findings, or off.
    level: Option<Option<Severity>>,
    /// The first persona that sees them.
    persona: Option<Persona>,
}

/// What a run asks for over the configuration of each file.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// For whom the report is.
    pub persona: Option<Persona>,
    /// See [`Settings::generated`].
    pub generated: bool,
    /// See [`Settings::tests`].
    pub tests: bool,
    /// See [`Settings::no_suppressions`].
    pub no_suppressions: bool,
    /// Findings below it are left out.
    pub least: Option<Severity>,
    /// Findings that are less sure are left out.
    pub least_confidence: Option<Confidence>,
    /// The lowest severity that fails a run.
    pub fail_on: Option<Severity>,
    /// The only rules that are asked, if there are any.
    pub select: BTreeSet<&'static str>,
    /// Rules that are not asked.
    pub ignore: BTreeSet<&'static str>,
    /// See [`Settings::max_steps`].
    pub max_steps: Option<u64>,
}

impl Overlay {
    /// Has the last word over what a configuration says.
    pub fn apply(&self, config: &mut Config) {
        let settings = &mut config.settings;
        settings.persona = self.persona.unwrap_or(settings.persona);
        settings.generated = self.generated;
        settings.tests = self.tests;
        settings.no_suppressions = self.no_suppressions;
        settings.least = self.least.unwrap_or(settings.least);
        settings.least_confidence = self.least_confidence.unwrap_or(settings.least_confidence);
        settings.max_steps = self.max_steps;
        config.fail_on = self.fail_on.or(config.fail_on);
        if self.select.is_empty() && self.ignore.is_empty() {
            return;
        }
        let mut selected: BTreeSet<_> = match self.select.is_empty() {
            true => page::all().iter().map(|page| page.id).filter(|rule| settings.speaks(rule)).collect(),
            false => self.select.clone(),
        };
        selected.retain(|rule| !self.ignore.contains(rule));
        // Whoever selects a rule wants it, even if the project does not.
        settings.levels.retain(|rule, level| level.is_some() || !self.select.contains(rule));
        settings.personas.retain(|rule, _| !self.select.contains(rule));
        settings.selection = Some(selected);
        settings.named.clone_from(&self.select);
    }
}

impl Config {
    /// Reads the text of a configuration that lies in the folder `root` and extends no other.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    #[cfg(feature = "testing")]
    pub fn parse(text: &str, root: &Path) -> Result<Self, Mistake> {
        let parts = chain::of(&root.join(FILE), text, &chain::NoTexts).map_err(|flaw| flaw.mistake)?;
        Self::of_parts(parts.unwrap_or_default(), root)
    }

    /// Reads the text of the configuration at an absolute path, with those that it extends. `None` if the file is one of a package that
    /// says nothing to originlint.
    ///
    /// # Errors
    ///
    /// Which file cannot be used.
    pub fn read(path: &Path, text: &str, texts: &dyn Texts) -> Result<Option<Self>, Flaw> {
        let Some(parts) = chain::of(path, text, texts)? else { return Ok(None) };
        let flaw = |mistake| Flaw { path: path.to_owned(), text: text.to_owned(), mistake };
        let config = Self::of_parts(parts, path.parent().unwrap_or(Path::new(""))).map_err(flaw)?;
        Ok(Some(Self { file: Some(path.to_owned()), ..config }))
    }

    /// Puts configurations together, of which each outweighs those before it: lists are added up, of other keys the last one counts.
    fn of_parts(parts: Vec<chain::Part>, root: &Path) -> Result<Self, Mistake> {
        let mut config = Self { root: root.to_owned(), ..Self::default() };
        config.settings.model = chain::model(&parts)?;
        for chain::Part { root, document, .. } in parts {
            let root = &root;
            let settings = &mut config.settings;
            settings.persona = document.persona.map_or(settings.persona, Into::into);
            if let Some(origins) = document.trusted_origins {
                settings.trusted_origins.get_or_insert_default().extend(origins);
            }
            for (rule, Stance { level, persona }) in document::stances(document.rules) {
                settings.levels.extend(level.map(|level| (rule, level)));
                settings.personas.extend(persona.map(|persona| (rule, persona)));
            }
            let embedding = embedding(document.framed_by, document.opened_by);
            settings.embedding = embedding.or(std::mem::take(&mut settings.embedding));
            config.fail_on = document.fail_on.map(Into::into).or(config.fail_on);
            config.cache = document.cache.unwrap_or(config.cache);
            config.baseline = document.baseline.map(|path| root.join(path)).or(config.baseline);
            if let Some(globs) = document.include {
                config.include.get_or_insert_default().add(root, &globs)?;
            }
            config.exclude.add(root, &document.exclude)?;
            config.own.add(root, &document.own)?;
            config.generated.add(root, &document.generated)?;
            config.tests.add(root, &document.tests)?;
            for part in document.overrides {
                let mut paths = Globs::default();
                paths.add(root, &part.paths)?;
                let isolated = part.isolated.then_some(ISOLATED);
                config.overrides.push(Override {
                    paths,
                    persona: part.persona.map(Into::into),
                    platforms: part.platform.map(|name| name.0).into_iter().chain(isolated).collect(),
                    embedding: self::embedding(part.framed_by, part.opened_by),
                    stances: document::stances(part.rules),
                });
            }
        }
        Ok(config)
    }

    /// What holds without a configuration, in the folder `root`.
    pub fn none(root: PathBuf) -> Self {
        Self { root, ..Self::default() }
    }

    /// What holds for somebody who wants nothing to be read that is called by nobody, in the folder `root`.
    pub fn alone(root: PathBuf) -> Self {
        Self { is_alone: true, ..Self::none(root) }
    }

    /// Whether a file is one of those that the configuration wants to be scanned.
    pub fn wants(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.match_path(path)) && !self.exclude.match_path(path)
    }

    /// Where a file comes from, if the configuration says so.
    pub(crate) fn provenance_of(&self, path: &Path) -> Option<Provenance> {
        let said = [
            (&self.own, Provenance::Source),
            (&self.generated, Provenance::Generated),
            (&self.tests, Provenance::Test),
        ];
        said.into_iter().find(|(globs, _)| globs.match_path(path)).map(|(_, provenance)| provenance)
    }

    /// What holds for a file.
    pub fn settings_of(&self, path: &Path) -> Cow<'_, Settings> {
        let mut settings = Cow::Borrowed(&self.settings);
        for part in self.overrides.iter().filter(|part| part.paths.match_path(path)) {
            let settings = settings.to_mut();
            settings.persona = part.persona.unwrap_or(settings.persona);
            settings.platforms.extend(&part.platforms);
            settings.embedding = part.embedding.clone().or(std::mem::take(&mut settings.embedding));
            for (&rule, &Stance { level, persona }) in &part.stances {
                // What the command line left out stays out.
                if settings.selected(rule) {
                    settings.levels.extend(level.map(|level| (rule, level)));
                    settings.personas.extend(persona.map(|persona| (rule, persona)));
                }
            }
        }
        settings
    }

    /// The rules that are switched off, for some files at least, and those whose findings are lowered so or left to a persona that sees
    /// more. What the command line left out is not the project's doing, and what is for another persona is not shown anyway.
    pub fn weakened(&self) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
        let own = page::all().iter().map(|page| {
            let level = self.settings.levels.get(page.id).copied();
            (page.id, Stance { level, persona: self.settings.personas.get(page.id).copied() })
        });
        let somewhere =
            self.overrides.iter().flat_map(|part| part.stances.iter().map(|(rule, stance)| (*rule, *stance)));
        let (mut off, mut lowered) = (BTreeSet::new(), BTreeSet::new());
        for (rule, stance) in own.chain(somewhere).filter(|(rule, _)| self.settings.selected(rule)) {
            let Some(page) = page::find(rule).filter(|page| page.persona <= self.settings.persona) else { continue };
            let is_hidden = stance.persona.is_some_and(|persona| persona > self.settings.persona);
            match stance.level {
                Some(None) => _ = off.insert(rule),
                Some(Some(level)) if level < page.severity => _ = lowered.insert(rule),
                _ if is_hidden => _ = lowered.insert(rule),
                _ => {}
            }
        }
        (off, lowered)
    }
}

/// What the configuration says of the pages around those of the project.
fn embedding(framed_by: Option<Admitted>, opened_by: Option<Admitted>) -> Embedding {
    let said = |key: &str, admitted: Option<Admitted>| {
        admitted.map(|admitted| Evidence { admitted, said_by: format!("`{key}` in the configuration") })
    };
    let (framed_by, opened_by) = (said("framed-by", framed_by), said("opened-by", opened_by));
    Embedding { framed_by, opened_by, trusted_types: None }
}

/// The path from `root`, or the whole path of what lies elsewhere.
pub fn relative(root: &Path, path: &Path) -> PathBuf {
    let path = plain(path);
    path.strip_prefix(plain(root)).map(Path::to_path_buf).unwrap_or(path)
}

/// The path from the root of the file system without `.` and `..`, as it is written: links are not followed.
pub fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> (String, Option<String>, String) {
        let mistake = Config::parse(text, Path::new("/")).expect_err(text);
        (mistake.message, mistake.help, mistake.span.map(|span| text[span].to_owned()).unwrap_or_default())
    }

    #[test]
    fn what_is_misspelt_is_pointed_at_and_named() {
        let (message, help, text) = mistake("persona = 'auditor'\nexcludes = []\n");
        assert_eq!((message.as_str(), text.as_str()), ("unknown key `excludes`", "excludes"));
        assert_eq!(help.as_deref(), Some("did you mean `exclude`?"));
        let (message, help, text) = mistake("[rules]\nmissing-origin = \"off\"\n");
        assert_eq!((message.as_str(), text.as_str()), ("no rule is called `missing-origin`", "missing-origin"));
        assert_eq!(help.as_deref(), Some("did you mean `missing-origin-check`?"));
        let (message, help, text) = mistake("[rules]\nmissing-origin-check = \"of\"\n");
        assert_eq!((message.as_str(), text.as_str()), ("unknown value `of`", "\"of\""));
        assert_eq!(help.as_deref(), Some("did you mean `off`?"));
        let (message, help, _) = mistake("[rules]\nfoo = \"off\"\n");
        assert_eq!(
            (message.as_str(), help.as_deref()),
            ("no rule is called `foo`", Some("`originlint rules` lists them"))
        );
        let (message, help, text) = mistake("[rules]\nmessage-to-html = 2\n");
        let expected =
            "invalid type: integer `2`, expected a severity, \"off\", or a table with `severity` and `persona`";
        assert_eq!((message.as_str(), text.as_str()), (expected, "2"));
        assert_eq!(help, None);
        let (message, help, text) = mistake("persona = 2\n");
        assert_eq!((message.as_str(), text.as_str()), ("expected one of the words for this key, as a string", "2"));
        assert_eq!(help, None);
        let (message, help, text) = mistake("rules.message-to-html = { severty = \"low\" }\n");
        assert_eq!((message.as_str(), text.as_str()), ("unknown key `severty`", "severty"));
        assert_eq!(help.as_deref(), Some("did you mean `severity`?"));
        let (message, help, _) = mistake("rules.reciever = \"low\"\n");
        assert_eq!(message, "no rule is called `reciever`");
        assert_eq!(help.as_deref(), Some("did you mean `receivers`?"));
        let (message, help, text) = mistake("persona = \"audit\"\n");
        assert_eq!((message.as_str(), text.as_str()), ("unknown value `audit`", "\"audit\""));
        assert_eq!(help.as_deref(), Some("did you mean `auditor`?"));
        let (message, help, _) = mistake("pedantic = true\n");
        assert_eq!(
            (message.as_str(), help.as_deref()),
            ("unknown key `pedantic`", Some("write `persona = \"pedantic\"`"))
        );
        let (message, help, _) = mistake("[[model.sinks.call]]\nrule = \"weak-origin-check\"\nnames = [\"a\"]\n");
        assert_eq!(message, "`weak-origin-check` is not about sinks");
        assert!(help.is_some_and(|help| help.starts_with("the rules that are are message-")), "they are listed");
        let (message, _, text) = mistake("baseline = 1\n");
        assert_eq!((message.as_str(), text.as_str()), ("invalid type: integer `1`, expected a string", "1"));
        let (message, help, text) = mistake("[[model.sinks.write]]\nrule = \"message-to-htm\"\nnames = [\"markup\"]\n");
        assert_eq!((message.as_str(), text.as_str()), ("no rule is called `message-to-htm`", "\"message-to-htm\""));
        assert_eq!(help.as_deref(), Some("did you mean `message-to-html`?"));
        let (message, _, _) = mistake("[[overrides]]\nrules = {}\n");
        assert_eq!(message, "missing key `paths`");
        let (message, _, text) = mistake("exclude = [\"a/{b\"]\n");
        assert!(message.starts_with("`a/{b` is not a glob: "), "{message}");
        assert_eq!(text, "\"a/{b\"");
    }

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for (given, help) in [
            ("https://shop.example.com/", "write `https://shop.example.com`"),
            ("https://Shop.example.com:443", "write `https://shop.example.com`"),
            ("shop.example.com", "an origin is a scheme and a host: `https://shop.example.com`"),
            ("*", "an origin is a scheme and a host: `https://shop.example.com`"),
        ] {
            let (message, found, text) = mistake(&format!("trusted-origins = [\"{given}\"]\n"));
            assert_eq!(message, format!("`{given}` is not an origin"));
            assert_eq!((found.as_deref(), text), (Some(help), format!("\"{given}\"")));
        }
        let text = "trusted-origins = [\"https://a.example\", \"https://*.b.example\", \"http://localhost:8080\"]";
        let config = Config::parse(text, Path::new("/")).expect("origins");
        let trusted = |origin| config.settings.trusts(origin);
        assert!(trusted("https://a.example") && trusted("https://x.y.b.example") && trusted("http://localhost:8080"));
        assert!(!trusted("https://b.example") && !trusted("http://x.b.example") && !trusted("https://x.b.example:1"));
        assert!(!trusted("https://xb.example") && !trusted("http://localhost"));
        assert!(
            Config::default().settings.trusts("https://anything.test"),
            "without a policy nothing is outside of it"
        );
    }

    #[test]
    fn globs_start_at_the_folder_of_the_configuration() {
        let text = "include = [\"src/**\"]\nexclude = [\"**/vendor/**\", \"src/*.gen.js\"]\n\
                    [[overrides]]\npaths = [\"src/legacy/**\"]\nrules = { message-to-html = \"off\" }\n\
                    [[overrides]]\npaths = [\"src/legacy/new/**\"]\nrules = { message-to-html = \"low\" }\n";
        let config = Config::parse(text, Path::new("/work")).expect("a configuration");
        let wants = |path| config.wants(Path::new(path));
        assert!(wants("/work/src/a.js") && wants("/work/lib/../src/b/./c.js"));
        assert!(!wants("/work/lib/a.js") && !wants("/work/src/b/vendor/a.js") && !wants("/work/src/a.gen.js"));
        assert!(wants("/work/src/b/a.gen.js"), "a single star stays in its folder");
        let level = |path| config.settings_of(Path::new(path)).levels.get("message-to-html").copied();
        assert_eq!(level("/work/src/a.js"), None);
        assert_eq!(level("/work/src/legacy/a.js"), Some(None));
        assert_eq!(level("/work/src/legacy/new/a.js"), Some(Some(Severity::Low)), "the last one decides");
    }

    #[test]
    fn the_template_says_nothing_until_it_is_uncommented() {
        let config = Config::parse(TEMPLATE, Path::new("/")).expect("a configuration");
        assert!(config.settings.levels.is_empty() && config.include.is_none());
        let uncommented: String = TEMPLATE
            .lines()
            .filter(|line| !line.starts_with("# ") && !line.starts_with("#:") && !line.starts_with("#extends"))
            .map(|line| format!("{}\n", line.strip_prefix('#').unwrap_or(line)))
            .collect();
        let config = Config::parse(&uncommented, Path::new("/")).expect("what it suggests");
        assert!(
            config.settings.persona == Persona::Auditor && !config.overrides.is_empty() && !config.exclude.0.is_empty()
        );
    }

    /// Editors get the same keys with the same descriptions.
    #[test]
    fn the_schema_is_that_of_the_types() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/originlint.schema.json");
        let mut expected = serde_json::to_string_pretty(&document::schema()).expect("JSON");
        expected.push('\n');
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &expected).expect("the schema can be written");
        }
        let actual = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(actual == expected, "docs/originlint.schema.json is out of date: run `UPDATE=1 cargo test`");
    }

    /// SchemaStore takes draft 7 and validates in Ajv's strict mode, which refuses formats that it does not know. TOML has no null, and
    /// in draft 7 a reference hides what stands beside it.
    #[test]
    fn the_schema_has_the_form_that_schema_store_takes() {
        fn strange(value: &serde_json::Value, place: &str, found: &mut Vec<String>) {
            let parts: Vec<(String, &serde_json::Value)> = match value {
                serde_json::Value::Null => return found.push(format!("{place} is null")),
                serde_json::Value::Array(items) => {
                    items.iter().zip(0..).map(|(item, i)| (format!("{i}"), item)).collect()
                }
                serde_json::Value::Object(fields) => {
                    if fields.contains_key("$ref") && fields.len() > 1 {
                        found.push(format!("{place} has a reference beside something else"));
                    }
                    fields.iter().map(|(key, item)| (key.clone(), item)).collect()
                }
                _ => return,
            };
            for (key, item) in parts {
                let place = format!("{place}/{key}");
                if item == "null" || (key == "format" && item.is_string()) {
                    found.push(format!("{place} is {item}"));
                }
                strange(item, &place, found);
            }
        }

        let schema = document::schema();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        let raw = env!("CARGO_PKG_REPOSITORY").replace("//github.com/", "//raw.githubusercontent.com/");
        assert_eq!(schema["$id"], format!("{raw}/main/docs/originlint.schema.json"));
        let mut found = Vec::new();
        strange(&schema, "", &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }
}
