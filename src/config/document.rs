//! The text of `originlint.toml` as typed tables, with mistakes that name the place and the likely meaning. Applies nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Mistake;
use crate::embedding::Admitted;
use crate::finding::{Persona, Severity, nearest};
use crate::model::{Model, Rows};
use crate::page;
use crate::policy::TrustedOrigin;

/// Configuration of originlint, `originlint.toml`
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", expecting = "a table")]
#[derive(Default)]
pub(super) struct Document {
    /// Configurations that this one adds to, as paths from the folder of this file.
    pub extends: Extends,
    /// Which files to scan, as globs from the folder of this file; all of them without it.
    pub include: Option<Vec<Pattern>>,
    /// Which files not to scan, as globs from the folder of this file.
    pub exclude: Vec<Pattern>,
    /// For whom the report is; by default `regular`.
    pub persona: Option<Reader>,
    /// Which files are the project's own, although they look generated or like tests, as globs from the folder of this file.
    pub own: Vec<Pattern>,
    /// Which files are generated or from elsewhere, as globs from the folder of this file. Their findings are for the auditor.
    pub generated: Vec<Pattern>,
    /// Which files are tests, as globs from the folder of this file. Their findings are for the auditor.
    pub tests: Vec<Pattern>,
    /// The lowest severity that makes the exit status 1.
    pub fail_on: Option<Grade>,
    /// The file with the known findings, from the folder of this file.
    pub baseline: Option<String>,
    /// Whether analyses are kept for later runs, in the cache folder of the user; by default `false`.
    pub cache: Option<bool>,
    /// The origins that this project exchanges messages with. An origin of a check or a target that is none of them is reported.
    pub trusted_origins: Option<Vec<TrustedOrigin>>,
    /// Who may frame the pages of this project: `"none"`, `"same-origin"`, or a list of origins. Without it, response headers tell.
    pub framed_by: Option<Admitted>,
    /// Who may open the pages of this project and keep a reference to their windows, in the same words.
    pub opened_by: Option<Admitted>,
    /// What becomes of the findings of rules: a severity or `off`, or a table with `severity` and `persona`. The key is a rule, a family of rules or a glob.
    pub rules: BTreeMap<RuleWord, Stance>,
    /// Names of this project's own, in the shape of the tables below `rules/model`.
    pub model: Option<Rows>,
    /// What holds for some files only. The last one that fits decides.
    pub overrides: Vec<Part>,
}

/// What holds for some files only.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Part {
    /// Which files, as globs from the folder of this file.
    pub paths: Vec<Pattern>,
    /// For whom the report is.
    #[serde(default)]
    pub persona: Option<Reader>,
    /// What kind of page or program the files belong to, where originlint does not see it or takes them for something else.
    #[serde(default)]
    pub platform: Option<PlatformName>,
    /// Whether nothing of the application can be reached from where the files run: their findings are for the auditor.
    #[serde(default)]
    pub isolated: bool,
    /// Who may frame the pages that the files are for.
    #[serde(default)]
    pub framed_by: Option<Admitted>,
    /// Who may open the pages that the files are for and keep a reference to their windows.
    #[serde(default)]
    pub opened_by: Option<Admitted>,
    /// What becomes of the findings of rules: a severity or `off`, or a table with `severity` and `persona`. The key is a rule, a family of rules or a glob.
    #[serde(default)]
    pub rules: BTreeMap<RuleWord, Stance>,
}

/// One path or several.
#[derive(Clone, Debug, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(untagged))]
pub(super) enum Extends {
    /// Nothing is added to.
    #[default]
    #[cfg_attr(test, schemars(skip))]
    Nothing,
    /// A path.
    One(String),
    /// Several, of which the later ones outweigh the earlier ones.
    All(Vec<String>),
}

impl Extends {
    pub(super) fn paths(&self) -> &[String] {
        match self {
            Self::Nothing => &[],
            Self::One(path) => std::slice::from_ref(path),
            Self::All(paths) => paths,
        }
    }
}

impl<'de> Deserialize<'de> for Extends {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Paths;
        impl<'de> Visitor<'de> for Paths {
            type Value = Extends;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a path or a list of paths")
            }
            fn visit_str<E>(self, path: &str) -> Result<Extends, E> {
                Ok(Extends::One(path.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Extends, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Extends::All)
            }
        }
        deserializer.deserialize_any(Paths)
    }
}

/// A severity.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum Grade {
    Low,
    Medium,
    High,
}

impl From<Grade> for Severity {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Low => Self::Low,
            Grade::Medium => Self::Medium,
            Grade::High => Self::High,
        }
    }
}

/// Who reads the report: a team that keeps originlint in CI, one that wants its own code tidy, or a security reviewer.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum Reader {
    Regular,
    Pedantic,
    Auditor,
}

impl From<Reader> for Persona {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Regular => Self::Regular,
            Reader::Pedantic => Self::Pedantic,
            Reader::Auditor => Self::Auditor,
        }
    }
}

/// What becomes of a rule's findings.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Off,
    Low,
    Medium,
    High,
}

impl Level {
    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Low => Some(Severity::Low),
            Self::Medium => Some(Severity::Medium),
            Self::High => Some(Severity::High),
        }
    }
}

/// What becomes of a rule's findings, and for whom they are.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(untagged))]
pub(super) enum Stance {
    /// The severity alone.
    Level(Level),
    /// Both.
    Details(Details),
}

/// The severity and the persona of a rule's findings.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Details {
    /// The severity of the findings, or `off`.
    #[serde(default)]
    severity: Option<Level>,
    /// The first persona that sees the findings.
    #[serde(default)]
    persona: Option<Reader>,
}

impl<'de> Deserialize<'de> for Stance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Stance;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a severity, \"off\", or a table with `severity` and `persona`")
            }
            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Stance, E> {
                Level::deserialize(word.into_deserializer()).map(Stance::Level)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Stance, A::Error> {
                Details::deserialize(MapAccessDeserializer::new(map)).map(Stance::Details)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A word that stands for rules, see [`page::matching`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(transparent))]
pub(super) struct RuleWord(String);

impl<'de> Deserialize<'de> for RuleWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        if page::matching(&given).is_empty() {
            let words: Vec<_> = page::words().map(|word| format!("`{word}`")).collect();
            let message = format!("unknown rule `{given}`, expected one of {}", words.join(", "));
            return Err(serde::de::Error::custom(message));
        }
        Ok(Self(given))
    }
}

/// The name of a platform.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(transparent))]
pub(super) struct PlatformName(#[cfg_attr(test, schemars(with = "String"))] pub &'static str);

impl<'de> Deserialize<'de> for PlatformName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        let platforms = &Model::embedded().platforms;
        platforms.named(&given).map(|platform| Self(platform.name())).ok_or_else(|| {
            let names: Vec<_> = platforms.names().map(|name| format!("`{name}`")).collect();
            serde::de::Error::custom(format!("unknown platform `{given}`, expected one of {}", names.join(", ")))
        })
    }
}

/// A glob in which `*` and `?` stay in their folder and `**` does not.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(transparent))]
pub(super) struct Pattern(#[cfg_attr(test, schemars(with = "String"))] Glob);

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        let glob = GlobBuilder::new(given.trim_start_matches("./")).literal_separator(true).build();
        glob.map(Self).map_err(|error| serde::de::Error::custom(format!("`{given}` is not a glob: {}", error.kind())))
    }
}

/// All of `patterns` at once.
pub(super) fn globs(patterns: &[Pattern]) -> Result<GlobSet, Mistake> {
    let mut set = GlobSetBuilder::new();
    for Pattern(glob) in patterns {
        set.add(glob.clone());
    }
    set.build().map_err(|error| Mistake { message: format!("too many globs: {error}"), help: None, span: None })
}

/// What is said of each rule: by its own name before any word that stands for several, of which the later one in the alphabet outweighs.
pub(super) fn stances(rules: BTreeMap<RuleWord, Stance>) -> BTreeMap<&'static str, super::Stance> {
    let (own, wide): (Vec<_>, Vec<_>) = rules.into_iter().partition(|(RuleWord(word), _)| page::find(word).is_some());
    let mut stances: BTreeMap<&'static str, super::Stance> = BTreeMap::new();
    for (RuleWord(word), stance) in wide.into_iter().chain(own) {
        let Details { severity, persona } = match stance {
            Stance::Level(level) => Details { severity: Some(level), persona: None },
            Stance::Details(details) => details,
        };
        for page in page::matching(&word) {
            let said = stances.entry(page.id).or_default();
            said.level = severity.map(Level::severity).or(said.level);
            said.persona = persona.map(Into::into).or(said.persona);
        }
    }
    stances
}

/// What of the file of a package is the configuration.
#[derive(Deserialize)]
struct Package {
    originlint: Option<Document>,
}

impl Document {
    /// Reads the text of `originlint.toml`.
    pub(super) fn parse(text: &str) -> Result<Self, Mistake> {
        toml::from_str(text).map_err(|error| mistake(text, error.message(), error.span()))
    }

    /// Reads the text of `package.json`: what stands there under `originlint`. One that is no JSON says nothing here; its package manager
    /// complains.
    pub(super) fn of_package(text: &str) -> Result<Option<Self>, Mistake> {
        match serde_json::from_str::<Package>(text.trim_start_matches('\u{feff}')) {
            Ok(package) => Ok(package.originlint),
            Err(error) if !error.is_data() => Ok(None),
            Err(error) => {
                let message = error.to_string();
                let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
                let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
                let span = line..(line + error.column()).min(text.len());
                let span = text.get(span.clone()).map(|shown| span.end - shown.trim_start().len()..span.end);
                Err(mistake(text, message, span))
            }
        }
    }
}

/// A mistake in this program's words. serde lists what it expected in backticks, which is where the likely meaning is looked for.
fn mistake(text: &str, message: &str, span: Option<Range<usize>>) -> Mistake {
    let message = message.trim().trim_end_matches('.');
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (given, known) = quoted.split_first().map_or(("", &[][..]), |(given, known)| (*given, known));
    let similar = || nearest(given, known.iter().copied()).map(|name| format!("did you mean `{name}`?"));
    let (message, help) = if message.starts_with("unknown field") {
        // The command line has an option of that name.
        let meant = (given == "pedantic").then(|| "write `persona = \"pedantic\"`".to_owned());
        (format!("unknown key `{given}`"), meant.or_else(similar).or_else(|| listed("keys", known)))
    } else if message.starts_with("unknown variant") {
        (format!("unknown value `{given}`"), similar().or_else(|| listed("values", known)))
    } else if message.starts_with("unknown rule") && page::find(given).is_some() {
        // Every rule has a place in `[rules]`, but only those about message data have sinks.
        (format!("`{given}` is not about sinks"), listed("rules that are", known))
    } else if message.starts_with("unknown rule") {
        (format!("no rule is called `{given}`"), similar().or_else(|| Some("`originlint rules` lists them".to_owned())))
    } else if message.starts_with("unknown platform") {
        (format!("no platform is called `{given}`"), similar().or_else(|| listed("platforms", known)))
    } else if message.starts_with("missing field") {
        (format!("missing key `{given}`"), None)
    } else if message == "wanted string or table" {
        // The parser's word for an enumeration.
        ("expected one of the words for this key, as a string".to_owned(), None)
    } else if let Some((message, help)) = message.split_once("; ") {
        (message.to_owned(), Some(help.to_owned()))
    } else {
        (message.to_owned(), None)
    };
    // An empty span shows nothing, so the line stands for it.
    let span = span.map(|span| if span.is_empty() { span.start.saturating_sub(1)..span.end } else { span });
    let span = span.filter(|span| text.get(span.clone()).is_some());
    // What is wrong with one entry of a list is reported at the list.
    let entry = format!("\"{given}\"");
    let span = span.map(|span| match text[span.clone()].find(&entry) {
        Some(at) if !given.is_empty() => span.start + at..span.start + at + entry.len(),
        _ => span,
    });
    Mistake { message, help, span }
}

fn listed(what: &str, known: &[&str]) -> Option<String> {
    (!known.is_empty()).then(|| format!("the {what} are {}", known.join(", ")))
}

/// The JSON schema of the file, for editors, in the form that SchemaStore takes: draft 7, under the address that the template names.
#[cfg(test)]
pub(super) fn schema() -> serde_json::Value {
    use schemars::generate::SchemaSettings;
    use serde_json::{Map, Value, json};

    let generator = SchemaSettings::draft07().with_transform(without_null).into_generator();
    let mut schema = generator.into_root_schema_for::<Document>().to_value();
    // In draft 7 nothing beside a reference counts.
    let described =
        |description: String| json!({ "description": description, "allOf": [{ "$ref": "#/definitions/Stance" }] });
    let rules = page::all()
        .iter()
        .map(|page| (page.id.to_owned(), described(format!("{}\n{}", page.title, crate::render::rule_url(page.id)))));
    let families = page::Family::ALL.iter().map(|family| {
        (family.as_str().to_owned(), described(format!("All rules of the family `{}`.", family.as_str())))
    });
    schema["definitions"]["Rules"] = json!({
        "description": "What becomes of the findings of rules. A key is a rule, a family of rules, a weakness such as `CWE-79`, or a glob such as `message-to-*`.",
        "type": "object",
        "properties": rules.chain(families).collect::<Map<_, _>>(),
        "patternProperties": { "[*?]|^[Cc][Ww][Ee]-": { "$ref": "#/definitions/Stance" } },
        "additionalProperties": false,
    });
    schema["properties"]["rules"] = json!({ "$ref": "#/definitions/Rules" });
    schema["definitions"]["Part"]["properties"]["rules"] = json!({ "$ref": "#/definitions/Rules" });
    // What a reader wants to know first stands first.
    let address = super::TEMPLATE.lines().next().and_then(|line| line.strip_prefix("#:schema "));
    let mut ordered = Map::new();
    ordered.insert("$schema".to_owned(), schema["$schema"].take());
    ordered.insert("$id".to_owned(), address.expect("the template begins with the schema's address").into());
    ordered.insert("title".to_owned(), "originlint.toml".into());
    let Value::Object(rest) = schema else { panic!("a table is described by an object") };
    for (key, value) in rest {
        ordered.entry(key).or_insert(value);
    }
    ordered.into()
}

/// Takes out what describes Rust and not TOML: there is no null, and a number has no width.
#[cfg(test)]
fn without_null(schema: &mut schemars::Schema) {
    use serde_json::Value;

    let null = |value: &Value| value == "null" || value["type"] == "null";
    for key in ["type", "anyOf"] {
        let Some(Value::Array(kinds)) = schema.get_mut(key) else { continue };
        kinds.retain(|kind| !null(kind));
        let [kind] = kinds.as_mut_slice() else { continue };
        let kind = kind.take();
        if key == "type" {
            schema.insert("type".to_owned(), kind);
        } else {
            schema.remove("anyOf");
            schema.insert("allOf".to_owned(), vec![kind].into());
        }
    }
    if schema.get("default") == Some(&Value::Null) {
        schema.remove("default");
    }
    schema.remove("format");
    schemars::transform::transform_subschemas(&mut without_null, schema);
}
