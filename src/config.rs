//! `originlint.toml`: what a project asks for, from its text to the settings of each file. Finds and reads no file.

mod document;
mod loosened;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;

use crate::Settings;
use crate::embedding::{Admitted, Embedding, Evidence};
use crate::finding::{Persona, Severity};
use crate::model::Model;
use crate::page;
use crate::provenance::Provenance;
use document::Document;
pub use loosened::loosened;

/// The name of the file.
pub const FILE: &str = "originlint.toml";
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

/// What is asked for, for all files.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What holds where nothing else is said.
    pub settings: Settings,
    /// The lowest severity that fails a run.
    pub fail_on: Option<Severity>,
    /// The file with the known findings, from [`Config::root`].
    pub baseline: Option<String>,
    /// The folder that globs and paths start from.
    pub root: PathBuf,
    include: Option<GlobSet>,
    exclude: GlobSet,
    own: GlobSet,
    generated: GlobSet,
    tests: GlobSet,
    overrides: Vec<Override>,
}

/// What holds for some files only.
#[derive(Clone, Debug)]
struct Override {
    paths: GlobSet,
    persona: Option<Persona>,
    platforms: Vec<&'static str>,
    embedding: Embedding,
    levels: Vec<(&'static str, Option<Severity>)>,
}

impl Config {
    /// Reads the text of a configuration that lies in the folder `root`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str, root: &Path) -> Result<Self, Mistake> {
        let document = Document::parse(text)?;
        let overrides = document.overrides.into_iter().map(|part| {
            Ok(Override {
                paths: document::globs(&part.paths)?,
                persona: part.persona.map(Into::into),
                platforms: part
                    .platform
                    .map(|name| name.0)
                    .into_iter()
                    .chain(part.isolated.then_some(ISOLATED))
                    .collect(),
                embedding: embedding(part.framed_by, part.opened_by),
                levels: document::levels(part.rules).collect(),
            })
        });
        let mut settings = Settings {
            persona: document.persona.map_or_else(Persona::default, Into::into),
            trusted_origins: document.trusted_origins,
            model: document.model.map_or_else(|| Arc::clone(Model::embedded()), |rows| Arc::new(Model::with(rows))),
            embedding: embedding(document.framed_by, document.opened_by),
            ..Settings::default()
        };
        settings.levels.extend(document::levels(document.rules));
        Ok(Self {
            settings,
            fail_on: document.fail_on.map(Into::into),
            baseline: document.baseline,
            root: root.to_owned(),
            include: document.include.map(|globs| document::globs(&globs)).transpose()?,
            exclude: document::globs(&document.exclude)?,
            own: document::globs(&document.own)?,
            generated: document::globs(&document.generated)?,
            tests: document::globs(&document.tests)?,
            overrides: overrides.collect::<Result<_, Mistake>>()?,
        })
    }

    /// What holds without a configuration, in the folder `root`.
    pub fn none(root: PathBuf) -> Self {
        Self { root, ..Self::default() }
    }

    /// Whether a file is one of those that the configuration wants to be scanned.
    pub fn wants(&self, path: &Path) -> bool {
        if self.include.is_none() && self.exclude.is_empty() {
            return true;
        }
        let path = self.relative(path);
        self.include.as_ref().is_none_or(|globs| globs.is_match(&path)) && !self.exclude.is_match(&path)
    }

    /// Where a file comes from, if the configuration says so.
    pub(crate) fn provenance_of(&self, path: &Path) -> Option<Provenance> {
        let said = [
            (&self.own, Provenance::Source),
            (&self.generated, Provenance::Generated),
            (&self.tests, Provenance::Test),
        ];
        if said.iter().all(|(globs, _)| globs.is_empty()) {
            return None;
        }
        let path = self.relative(path);
        said.into_iter().find(|(globs, _)| globs.is_match(&path)).map(|(_, provenance)| provenance)
    }

    /// What holds for a file.
    pub fn settings_of(&self, path: &Path) -> Cow<'_, Settings> {
        let mut settings = Cow::Borrowed(&self.settings);
        if self.overrides.is_empty() {
            return settings;
        }
        let path = self.relative(path);
        for part in self.overrides.iter().filter(|part| part.paths.is_match(&path)) {
            let settings = settings.to_mut();
            settings.persona = part.persona.unwrap_or(settings.persona);
            settings.platforms.extend(&part.platforms);
            settings.embedding = part.embedding.clone().or(std::mem::take(&mut settings.embedding));
            for &(rule, level) in &part.levels {
                // What the command line left out stays out.
                if settings.selected(rule) {
                    settings.levels.insert(rule, level);
                }
            }
        }
        settings
    }

    /// The rules that are switched off, for some files at least, and those whose findings are lowered so. What the command line left
    /// out is not the project's doing, and what is for another persona is not shown anyway.
    pub fn weakened(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let everywhere = self.settings.levels.iter().map(|(rule, level)| (*rule, *level));
        let somewhere = self.overrides.iter().flat_map(|part| part.levels.iter().copied());
        let (mut off, mut lowered) = (BTreeSet::new(), BTreeSet::new());
        for (rule, level) in everywhere.chain(somewhere).filter(|(rule, _)| self.settings.selected(rule)) {
            match (page::find(rule), level) {
                (Some(page), _) if page.persona > self.settings.persona => {}
                (_, None) => _ = off.insert(rule),
                (Some(page), Some(level)) if level < page.severity => _ = lowered.insert(rule),
                _ => {}
            }
        }
        let lowered = lowered.difference(&off).copied().collect();
        (off.into_iter().collect(), lowered)
    }

    /// The path from the configuration's folder, as globs see it.
    pub fn relative(&self, path: &Path) -> PathBuf {
        relative(&self.root, path)
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
        assert_eq!((message.as_str(), text.as_str()), ("expected one of the words for this key, as a string", "2"));
        assert_eq!(help, None);
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
            .filter(|line| !line.starts_with("# ") && !line.starts_with("#:"))
            .map(|line| format!("{}\n", line.strip_prefix('#').unwrap_or(line)))
            .collect();
        let config = Config::parse(&uncommented, Path::new("/")).expect("what it suggests");
        assert!(
            config.settings.persona == Persona::Auditor && !config.overrides.is_empty() && !config.exclude.is_empty()
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
