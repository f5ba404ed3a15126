//! The vocabulary of `rules/model/*.toml` as typed tables: which names of the platform and of libraries mean what.
//! Holds no logic of the analysis.

pub(crate) mod clones;
#[cfg(feature = "testing")]
mod entries;
pub(crate) mod receivers;
mod wrappers;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::{Error as _, IntoDeserializer, value};
use serde::{Deserialize, Deserializer};

use crate::facts::SinkKind;
use crate::interned::Interned;
use crate::page::{self, Family};
use crate::platform;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub use entries::Entry;
use receivers::Receivers;
pub(crate) use wrappers::{Form, Lifecycle, StageKind, Wrappers};

type Names = BTreeMap<String, Interned>;

/// The tables as they are written.
const TEXTS: [(&str, &str); 8] = [
    ("platform.toml", include_str!("../rules/model/platform.toml")),
    ("sinks.toml", include_str!("../rules/model/sinks.toml")),
    ("secrets.toml", include_str!("../rules/model/secrets.toml")),
    ("wrappers.toml", include_str!("../rules/model/wrappers.toml")),
    ("packages.toml", include_str!("../rules/model/packages.toml")),
    ("receivers.toml", include_str!("../rules/model/receivers.toml")),
    ("platforms.toml", include_str!("../rules/model/platforms.toml")),
    ("clones.toml", include_str!("../rules/model/clones.toml")),
];

/// Every table.
#[derive(Debug)]
pub struct Model {
    /// The web platform.
    pub(crate) platform: Platform,
    /// Sinks, effects and sanitizers.
    pub(crate) sinks: Sinks,
    /// Secret names.
    pub(crate) secrets: Secrets,
    /// Library functions.
    pub(crate) wrappers: Wrappers,
    /// Receivers beyond the window.
    pub(crate) receivers: Receivers,
    /// Kinds of pages and programs.
    pub(crate) platforms: platform::Table,
    /// What a structured clone refuses.
    pub(crate) clones: clones::Clones,
    /// What packages are, by the name under which they are imported.
    packages: FxHashMap<String, Package>,
    statics: FxHashMap<Interned, bool>,
    harmless: FxHashSet<String>,
    /// The names of wrappers that a configuration added.
    added_names: FxHashSet<String>,
    /// Finds the names of wrappers that a configuration added, without which a file may not look like one with messages.
    added: Option<AhoCorasick>,
    /// The rows that a configuration added, as text: two models with the same rows are the same.
    rows: String,
}

/// `platform.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Platform {
    /// What a global name is.
    pub globals: Names,
    /// Per type, what a property is.
    pub properties: BTreeMap<String, Names>,
    /// Per type, what a method returns.
    pub returns: BTreeMap<String, Names>,
    /// What a constructor makes.
    pub constructs: Names,
    interfaces: Interfaces,
    /// What a property is, whatever it is read from.
    pub anywhere: Names,
    statics: Statics,
}

/// What types of TypeScript are.
#[derive(Debug, Deserialize)]
struct Interfaces {
    /// Of those that take another one, the property that holds it.
    generic: Names,
    #[serde(flatten)]
    types: Names,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statics {
    functions: Vec<Interned>,
    namespaces: Vec<Interned>,
}

/// `sinks.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sinks {
    /// Assignments to properties.
    pub write: Vec<Sink>,
    /// Calls of methods.
    pub call: Vec<Sink>,
    /// Calls of global functions.
    pub global: Vec<Sink>,
    /// Calls of constructors.
    pub construct: Vec<Sink>,
    /// Attributes of JSX.
    pub jsx: Vec<Sink>,
    /// What changes the page.
    pub effects: Effects,
    /// What clears message data.
    pub sanitizers: Sanitizers,
}

/// What a sink does with an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum AddressUse {
    /// Another program opens it, which does no harm where its scheme is checked.
    Opened,
    /// Script is loaded from it, which does no harm where it is one of the page's own.
    Script,
}

/// One row of sinks.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Sink {
    /// What the data does there, by the rule that speaks of it.
    #[serde(rename = "rule", deserialize_with = "kind_of_rule")]
    pub kind: SinkKind,
    /// The types of the receiver.
    #[serde(default)]
    pub on: Vec<String>,
    /// The property, method, function or attribute.
    pub names: Vec<String>,
    /// Which arguments do harm, counted from 0.
    #[serde(default)]
    pub args: Vec<usize>,
    /// Whether an unknown receiver counts.
    #[serde(default)]
    pub any: bool,
    /// The property of the attribute's value that does harm.
    #[serde(default)]
    pub inner: Option<String>,
    /// Of an argument that is an object of options, the properties that do harm, as paths; the whole argument without them.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The row counts only where the argument at this place …
    #[serde(default)]
    pub when: Option<usize>,
    /// … is one of these texts.
    #[serde(default)]
    pub is: Vec<String>,
    /// Whether it is the body of a request, which does harm where the browser sends the user's credentials with it.
    #[serde(default)]
    pub body: bool,
    /// What becomes of the address that it takes, if it takes one.
    #[serde(default)]
    pub address: Option<AddressUse>,
    /// The argument that says what is asked of a privileged receiver: whoever chooses it may ask for everything.
    #[serde(default)]
    pub channel: Option<usize>,
    /// The fields that say so, where that argument is an object of the program.
    #[serde(default)]
    pub selects: Vec<String>,
    /// Whether it takes a function as well, which what a function out of sight gives is taken for.
    #[serde(default)]
    pub callable: bool,
    /// Whether later versions of the library refuse what does harm.
    #[serde(default)]
    pub doubtful: bool,
    /// Whether what happens there happens in another window or program: no script runs in this page.
    #[serde(default)]
    pub elsewhere: bool,
}

/// What changes the page or its surroundings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Effects {
    /// Types whose every written property counts.
    pub written: Vec<String>,
    /// Properties that only elements have.
    pub shown: Vec<String>,
    /// Attributes of elements that say nothing but how they look, or what they read.
    pub shown_attributes: Vec<String>,
    /// Properties of elements whose own properties change what is shown.
    pub shown_in: Vec<String>,
    /// Methods of the platform's objects.
    pub calls: Vec<String>,
    /// Global functions.
    pub globals: Vec<String>,
    /// Functions and methods among them that do more than change what is shown.
    pub acts: Vec<String>,
    /// Functions among them that ask for something, which may be all that they do.
    pub asks: Vec<String>,
    /// Types of which every change does.
    pub acting: Vec<String>,
    /// Methods that show the page, or one of those before it, once more.
    pub again: Vec<String>,
    /// What loggers are called: the ends of their names.
    pub loggers: Vec<String>,
    /// Methods of loggers.
    pub logs: Vec<String>,
}

/// What the result of a sanitizer is safe for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sanitizes {
    /// It carries nothing of what went in.
    Everything,
    /// It is safe for sinks of these sorts.
    Only(Vec<SinkKind>),
}

/// What clears message data.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sanitizers {
    /// Methods.
    pub methods: Vec<String>,
    /// Packages.
    pub schemas: Vec<String>,
    /// Functions.
    pub functions: Vec<String>,
    /// Functions of schemas that throw.
    pub assertions: Vec<String>,
    /// Properties of what a schema gives that say whether the data fits.
    pub verdicts: Vec<String>,
    /// Functions whose result is safe for one sort of sink only, by the rule that speaks of it.
    pub safe_for: BTreeMap<SinkKind, Vec<String>>,
}

/// `secrets.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    names: SecretNames,
}

/// Names that tell of a secret.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SecretNames {
    /// Words, in lower case, that tell of a secret wherever they are a whole word of a name.
    words: Vec<String>,
    /// Two words that do so when they follow each other.
    pairs: Vec<String>,
    /// Words that tell of a credential only as a key of Web Storage.
    stored: Vec<String>,
    /// Whole names, their words parted by spaces, of objects that are likely to hold something private.
    wholes: Vec<String>,
    /// Words, or pairs of them, of a message that ends a sign-in.
    sign_in: Vec<String>,
    /// Whole names of parameters of an address with which a sign-in ends.
    parameters: Vec<String>,
    /// Those of them, and of the secret ones, that an identity provider adds to the address.
    handed_over: Vec<String>,
    /// Words that say that everybody may have a key.
    public: Vec<String>,
    /// Words, or pairs of them, of what the user writes or keeps.
    content: Vec<String>,
    /// What `autocomplete` says of a field for a credential.
    fields: Vec<String>,
    /// First words of names that are those of functions, or of what is true or false.
    verbs: Vec<String>,
    /// Words of names that hold no secret in spite of another word.
    harmless: Vec<String>,
}

/// Rows that a configuration adds to the tables, in their shape.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rows {
    /// Names that tell of a secret.
    pub secrets: SecretNames,
    /// Where message data does harm, and what makes it harmless.
    pub sinks: SinkRows,
    /// Library functions that register listeners, hold state or give back their argument.
    pub wrappers: Wrappers,
}

/// Rows for `sinks.toml`.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SinkRows {
    /// Properties that data is assigned to.
    write: Vec<Sink>,
    /// Methods.
    call: Vec<Sink>,
    /// Functions, wherever they come from.
    global: Vec<Sink>,
    /// Constructors of the platform.
    construct: Vec<Sink>,
    /// Attributes of JSX.
    jsx: Vec<Sink>,
    /// What clears message data.
    sanitizers: Sanitizers,
}

/// `packages.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packages {
    package: Vec<PackageRow>,
}

/// Packages of one sort.
#[derive(Debug, Deserialize)]
struct PackageRow {
    names: Vec<String>,
    #[serde(flatten)]
    is: Package,
}

/// What is imported from a package.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Package {
    /// Something of that type.
    Type(Interned),
    /// What that global is.
    Global(Interned),
}

impl Model {
    /// The tables of `rules/model`, read once.
    pub(crate) fn embedded() -> &'static Arc<Self> {
        static MODEL: LazyLock<Arc<Model>> =
            LazyLock::new(|| Arc::new(Model::load().expect("the embedded model is tested")));
        &MODEL
    }

    fn load() -> Result<Self, toml::de::Error> {
        Self::read(TEXTS.map(|(_, text)| text))
    }

    /// The tables of texts that stand as those of [`TEXTS`] do.
    fn read(
        [platform, sinks, secrets, wrappers, packages, receivers, platforms, clones]: [&str; 8],
    ) -> Result<Self, toml::de::Error> {
        let platform: Platform = toml::from_str(platform)?;
        let sinks: Sinks = toml::from_str(sinks)?;
        let secrets = toml::from_str(secrets)?;
        let wrappers = toml::from_str(wrappers)?;
        let receivers = toml::from_str(receivers)?;
        let platforms = toml::from_str(platforms)?;
        let clones = toml::from_str(clones)?;
        let rows: Packages = toml::from_str(packages)?;
        let mut packages = FxHashMap::default();
        for row in rows.package {
            packages.extend(row.names.into_iter().map(|name| (name, row.is)));
        }
        let mut statics = FxHashMap::default();
        for (names, is_function) in [(&platform.statics.functions, true), (&platform.statics.namespaces, false)] {
            statics.extend(names.iter().map(|name| (*name, is_function)));
        }
        let harmless = sinks.sanitizers.methods.iter().cloned().collect();
        Ok(Self {
            platform,
            sinks,
            secrets,
            wrappers,
            receivers,
            platforms,
            clones,
            packages,
            statics,
            harmless,
            added_names: FxHashSet::default(),
            added: None,
            rows: String::new(),
        })
    }

    /// What tells this model from the embedded one.
    #[cfg(feature = "cli")]
    pub(crate) fn rows(&self) -> &str {
        &self.rows
    }

    /// The embedded tables with more rows, in TOML and in the shape that `[model]` has in a configuration: `[secrets]`, `[sinks]`,
    /// `[wrappers]`.
    ///
    /// # Errors
    ///
    /// What is wrong with the rows.
    ///
    /// # Examples
    ///
    /// ```
    /// let rows = "
    ///     [[sinks.call]]
    ///     rule = 'message-to-html'
    ///     names = ['renderMarkup']
    ///     args = [0]
    /// ";
    /// let model = originlint::model::Model::with_rows(rows)?;
    /// # Ok::<(), String>(())
    /// ```
    pub fn with_rows(rows: &str) -> Result<Self, String> {
        toml::from_str(rows).map(Self::with).map_err(|error| error.message().to_owned())
    }

    /// The names by which [`Settings`](crate::Settings) say what a file is made for.
    pub fn platforms(&self) -> impl Iterator<Item = &'static str> {
        self.platforms.names()
    }

    /// The embedded tables with more rows.
    pub(crate) fn with(rows: Rows) -> Self {
        let mut model = Self::load().expect("the embedded model is tested");
        model.rows = format!("{rows:?}");
        let Rows { secrets, sinks, wrappers } = rows;
        let SecretNames {
            words,
            pairs,
            stored,
            wholes,
            sign_in,
            parameters,
            handed_over,
            public,
            content,
            fields,
            verbs,
            harmless,
        } = secrets;
        let names = &mut model.secrets.names;
        names.words.extend(words);
        names.pairs.extend(pairs);
        names.stored.extend(stored);
        names.wholes.extend(wholes);
        names.sign_in.extend(sign_in);
        names.parameters.extend(parameters);
        names.handed_over.extend(handed_over);
        names.public.extend(public);
        names.content.extend(content);
        names.fields.extend(fields);
        names.verbs.extend(verbs);
        names.harmless.extend(harmless);
        // What the project calls by a name of its own comes from wherever it likes.
        let anywhere = |rows: Vec<Sink>| rows.into_iter().map(|row| Sink { any: true, ..row });
        model.sinks.write.extend(anywhere(sinks.write));
        model.sinks.call.extend(anywhere(sinks.call));
        model.sinks.global.extend(anywhere(sinks.global));
        model.sinks.construct.extend(sinks.construct);
        model.sinks.jsx.extend(sinks.jsx);
        model.sinks.sanitizers.methods.extend(sinks.sanitizers.methods);
        model.sinks.sanitizers.schemas.extend(sinks.sanitizers.schemas);
        model.sinks.sanitizers.functions.extend(sinks.sanitizers.functions);
        model.sinks.sanitizers.assertions.extend(sinks.sanitizers.assertions);
        model.sinks.sanitizers.verdicts.extend(sinks.sanitizers.verdicts);
        for (kind, names) in sinks.sanitizers.safe_for {
            model.sinks.sanitizers.safe_for.entry(kind).or_default().extend(names);
        }
        model.harmless = model.sinks.sanitizers.methods.iter().cloned().collect();
        if wrappers.registering().next().is_some() {
            model.added_names = wrappers.registering().cloned().collect();
            model.added = AhoCorasick::new(wrappers.registering()).ok();
        }
        model.wrappers.extend(wrappers);
        model
    }

    /// Whether the bytes of a file hold the name of a wrapper that a configuration added.
    pub(crate) fn is_mentioned(&self, bytes: &[u8]) -> bool {
        self.added.as_ref().is_some_and(|names| names.is_match(bytes))
    }

    /// Whether it is the name of a wrapper that a configuration added.
    pub(crate) fn is_added(&self, name: &str) -> bool {
        self.added_names.contains(name)
    }

    /// What type everything from a package is of.
    pub(crate) fn package(&self, name: &str) -> Option<&'static str> {
        match self.packages.get(name.trim_start_matches("node:"))? {
            Package::Type(ty) => Some(ty.text()),
            Package::Global(_) => None,
        }
    }

    /// The global that a package is, where it is imported.
    pub(crate) fn package_as_global(&self, name: &str) -> Option<&'static str> {
        match self.packages.get(name)? {
            Package::Type(_) => None,
            Package::Global(global) => Some(global.text()),
        }
    }

    /// A function or namespace of the platform: its name with the life of the program, and whether it can be called.
    pub(crate) fn static_name(&self, name: &str) -> Option<(&'static str, bool)> {
        self.statics.get_key_value(name).map(|(n, f)| (n.text(), *f))
    }

    /// Whether a global of the platform cannot be called.
    pub(crate) fn is_namespace(&self, name: &str) -> bool {
        self.static_name(name).is_some_and(|(_, callable)| !callable)
    }

    /// What a TypeScript type is on the platform; for a generic one, the property that holds its argument's type. An
    /// imported type has its source before its name.
    pub(crate) fn interface(&self, name: &str) -> Option<(&'static str, Option<&'static str>)> {
        let Interfaces { generic: holders, types } = &self.platform.interfaces;
        if let Some((generic, argument)) = name.split_once('<') {
            let generic = generic.rsplit(':').next().unwrap_or(generic);
            let property = holders.get(generic)?;
            let inner = types.get(argument.trim_end_matches('>'))?;
            return Some((inner.text(), Some(property.text())));
        }
        Some((types.get(name)?.text(), None))
    }

    /// Whether a method's result carries nothing of its arguments.
    pub(crate) fn is_sanitizer_method(&self, name: &str) -> bool {
        self.harmless.contains(name)
    }

    /// Whether a method of something of that name writes to a log, as `log` does whosever it is.
    pub(crate) fn is_log(&self, holder: &str, method: &str) -> bool {
        // What stands in for the console has methods of its own: groups, labels, colours.
        if holder == "console" {
            return true;
        }
        let effects = &self.sinks.effects;
        let is_logger = || words(holder).last().is_some_and(|word| effects.loggers.contains(word));
        effects.loggers.iter().any(|n| n == method) || (effects.logs.iter().any(|n| n == method) && is_logger())
    }

    /// What a function's result is safe for, whatever it is given, if it is a sanitizer.
    pub(crate) fn sanitizes(&self, name: &str) -> Option<Sanitizes> {
        let sanitizers = &self.sinks.sanitizers;
        if sanitizers.functions.iter().any(|n| n == name) {
            return Some(Sanitizes::Everything);
        }
        let rows = sanitizers.safe_for.iter().filter(|(_, names)| names.iter().any(|n| n == name));
        let kinds: Vec<SinkKind> = rows.map(|(kind, _)| *kind).collect();
        (!kinds.is_empty()).then_some(Sanitizes::Only(kinds))
    }
}

impl Secrets {
    /// Whether a name says that it names a secret, judged by its whole words.
    pub(crate) fn is_secret_name(&self, name: &str) -> bool {
        self.is_telling(&words(name))
    }

    /// Whether a key of Web Storage says that a credential is kept under it.
    pub(crate) fn is_secret_key(&self, key: &str) -> bool {
        let words = words(key);
        self.is_telling(&words) || (!self.is_harmless(&words) && words.iter().any(|w| self.names.stored.contains(w)))
    }

    /// Whether an object of that name is likely to hold something private among other things.
    pub(crate) fn is_whole(&self, name: &str) -> bool {
        self.names.wholes.contains(&words(name).join(" "))
    }

    /// Whether a text or a name speaks of signing in.
    pub(crate) fn is_sign_in(&self, text: &str) -> bool {
        holds_any(&words(text), &self.names.sign_in)
    }

    /// Whether a parameter of that name in an address is one that ends a sign-in, or holds a secret otherwise.
    pub(crate) fn is_parameter(&self, name: &str) -> bool {
        let words = words(name);
        self.is_telling(&words) || self.names.parameters.contains(&words.join(" "))
    }

    /// Whether an identity provider hands over a secret under that name.
    pub(crate) fn is_handed_over(&self, name: &str) -> bool {
        self.names.handed_over.contains(&words(name).join(" "))
    }

    /// Whether a name says that everybody may have what it names.
    pub(crate) fn is_public(&self, name: &str) -> bool {
        holds_any(&words(name), &self.names.public)
    }

    /// Whether a name says that it names something that the user writes or keeps.
    pub(crate) fn is_content(&self, name: &str) -> bool {
        holds_any(&words(name), &self.names.content)
    }

    /// Whether `autocomplete` says that a credential belongs in the field.
    pub(crate) fn is_credential_field(&self, autocomplete: &str) -> bool {
        autocomplete.split_ascii_whitespace().any(|token| self.names.fields.iter().any(|known| known == token))
    }

    /// Whether some row of secret names tells anything of a name.
    #[cfg(feature = "testing")]
    pub(crate) fn names(&self, name: &str) -> bool {
        let words = words(name);
        let SecretNames {
            words: secret, pairs, stored, wholes, sign_in, parameters, handed_over, public, content, ..
        } = &self.names;
        [secret, pairs, stored, sign_in, public, content].into_iter().any(|phrases| holds_any(&words, phrases))
            || [wholes, parameters, handed_over].into_iter().any(|names| names.contains(&words.join(" ")))
    }

    fn is_telling(&self, words: &[String]) -> bool {
        !self.is_harmless(words) && (holds_any(words, &self.names.words) || holds_any(words, &self.names.pairs))
    }

    fn is_harmless(&self, words: &[String]) -> bool {
        words.first().is_some_and(|first| self.names.verbs.contains(first)) || holds_any(words, &self.names.harmless)
    }
}

/// What the rule that a row names is about, which has to be message data.
fn kind_of_rule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SinkKind, D::Error> {
    let id = String::deserialize(deserializer)?;
    SinkKind::deserialize(id.as_str().into_deserializer()).map_err(|_: value::Error| {
        let of_data = page::all().iter().filter(|page| page.family == Family::Data);
        let ids: Vec<_> = of_data.map(|page| format!("`{}`", page.id)).collect();
        D::Error::custom(format!("unknown rule `{id}`, expected one of {}", ids.join(", ")))
    })
}

/// Whether one of the phrases, their words parted by spaces, stands among the words.
fn holds_any(words: &[String], phrases: &[String]) -> bool {
    let holds = |phrase: &String| match phrase.contains(' ') {
        true => {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            words.windows(phrase.len()).any(|some| some == phrase)
        }
        false => words.contains(phrase),
    };
    phrases.iter().any(holds)
}

/// The words of an identifier or key, in lower case: split at `_`, `-`, `.`, and where a capital begins a word.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (i, &c) in chars.iter().enumerate() {
        let begins = c.is_uppercase()
            && i > 0
            && (chars[i - 1].is_lowercase()
                || chars[i - 1].is_ascii_digit()
                || (chars[i - 1].is_uppercase() && chars.get(i + 1).is_some_and(|n| n.is_lowercase())));
        if !c.is_alphanumeric() || begins {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_names_are_judged_by_their_words() {
        let secrets = &Model::embedded().secrets;
        for name in ["token", "accessToken", "ACCESS_TOKEN", "apiKey", "x-api-key", "sessionId", "userPassword", "jwt"]
        {
            assert!(secrets.is_secret_name(name), "{name}");
        }
        for name in
            ["tokenize", "cssToken", "secretary", "tokenCount", "monkey", "isTokenValid", "passwordVisible", "key"]
        {
            assert!(!secrets.is_secret_name(name), "{name}");
        }
        for (key, secret) in [("session", true), ("auth", true), ("accessToken", true), ("sessionCount", false)] {
            assert_eq!(secrets.is_secret_key(key), secret, "{key}");
        }
    }

    #[test]
    fn generic_interfaces_name_their_property() {
        assert_eq!(Model::embedded().interface("RefObject<HTMLIFrameElement>"), Some(("Iframe", Some("current"))));
        assert_eq!(Model::embedded().interface("Window"), Some(("Window:some", None)));
        assert_eq!(Model::embedded().interface("Widget"), None);
        assert_eq!(
            Model::embedded().interface("react:RefObject<HTMLIFrameElement>"),
            Some(("Iframe", Some("current")))
        );
        assert_eq!(Model::embedded().interface("happy-dom:Window"), None);
        assert_eq!(Model::embedded().interface("worker_threads:MessagePort"), Some(("NodePort", None)));
    }
}
