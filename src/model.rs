//! The vocabulary of `rules/model/*.toml` as typed tables: which names of the platform and of libraries mean what.
//! Holds no logic of the analysis.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

type Names = BTreeMap<String, String>;

/// Every table.
///
/// A model lives as long as the program, because the names of values refer to it: there is the embedded one, and one for each
/// configuration that adds rows.
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
    statics: FxHashMap<&'static str, bool>,
    harmless: FxHashSet<&'static str>,
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
    interfaces: toml::Table,
    /// What a property is, whatever it is read from.
    pub anywhere: Names,
    statics: Statics,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statics {
    functions: Vec<String>,
    namespaces: Vec<String>,
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

/// One row of sinks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sink {
    /// The rule that speaks.
    pub rule: String,
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
}

/// What changes the page or its surroundings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Effects {
    /// Types whose every written property counts.
    pub written: Vec<String>,
    /// Methods of the platform's objects.
    pub calls: Vec<String>,
    /// Global functions.
    pub globals: Vec<String>,
}

/// What clears message data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sanitizers {
    /// Methods.
    pub methods: Vec<String>,
    /// Packages.
    pub schemas: Vec<String>,
    /// Functions.
    pub functions: Vec<String>,
}

/// `secrets.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    names: SecretNames,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretNames {
    words: Vec<String>,
    pairs: Vec<String>,
    stored: Vec<String>,
    harmless: Vec<String>,
}

/// `wrappers.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrappers {
    /// Functions that register.
    pub function: Vec<Wrapper>,
    /// Methods that register.
    pub method: Vec<Wrapper>,
    /// Decorators that register.
    pub decorator: Vec<Decorator>,
    /// State holders.
    pub state: Vec<StateHolder>,
    /// Functions that return their argument.
    pub identity: Identity,
}

/// A function that registers a listener.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrapper {
    /// Its names.
    pub names: Vec<String>,
    /// The ways of calling it.
    pub forms: Vec<Form>,
}

/// One way of calling a wrapper: places of arguments, counted from 0.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// The target; the window without it.
    #[serde(default)]
    pub target: Option<usize>,
    /// The event's name.
    pub event: usize,
    /// The handler; the result is a stream of events without it.
    #[serde(default)]
    pub handler: Option<usize>,
    /// Whether the result is a stream of events.
    #[serde(default)]
    pub stream: bool,
}

/// A decorator that registers the method it stands on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decorator {
    /// Its names.
    pub names: Vec<String>,
    /// The first arguments that mean a message of the window.
    pub events: Vec<String>,
}

/// A function that makes a holder of state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateHolder {
    /// Its names.
    pub names: Vec<String>,
    /// `pair`, or the name of the property that holds the value.
    pub shape: String,
}

/// Functions that return their argument.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    /// Their names.
    pub names: Vec<String>,
}

impl Model {
    /// The tables of `rules/model`, read once.
    pub(crate) fn embedded() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::load().expect("the embedded model is tested"))
    }

    fn load() -> Result<Self, toml::de::Error> {
        let platform: Platform = toml::from_str(include_str!("../rules/model/platform.toml"))?;
        let sinks: Sinks = toml::from_str(include_str!("../rules/model/sinks.toml"))?;
        let secrets = toml::from_str(include_str!("../rules/model/secrets.toml"))?;
        let wrappers = toml::from_str(include_str!("../rules/model/wrappers.toml"))?;
        let mut statics = FxHashMap::default();
        for (names, is_function) in [(&platform.statics.functions, true), (&platform.statics.namespaces, false)] {
            for name in names {
                statics.insert(leak(name), is_function);
            }
        }
        let harmless = sinks.sanitizers.methods.iter().map(|s| leak(s)).collect();
        Ok(Self { platform, sinks, secrets, wrappers, statics, harmless })
    }

    /// A function or namespace of the platform: its name with the life of the program, and whether it can be called.
    pub(crate) fn static_name(&self, name: &str) -> Option<(&'static str, bool)> {
        self.statics.get_key_value(name).map(|(n, f)| (*n, *f))
    }

    /// What a TypeScript type is on the platform; for a generic one, the property that holds its argument's type.
    pub(crate) fn interface(&self, name: &str) -> Option<(&str, Option<&str>)> {
        let table = &self.platform.interfaces;
        if let Some((generic, argument)) = name.split_once('<') {
            let property = table.get("generic")?.get(generic)?.as_str()?;
            let inner = table.get(argument.trim_end_matches('>'))?.as_str()?;
            return Some((inner, Some(property)));
        }
        Some((table.get(name)?.as_str()?, None))
    }

    /// Whether a method's result carries nothing of its arguments.
    pub(crate) fn is_sanitizer_method(&self, name: &str) -> bool {
        self.harmless.contains(name)
    }

    /// Whether a function's result carries nothing of its arguments.
    pub(crate) fn is_sanitizer(&self, name: &str) -> bool {
        self.sinks.sanitizers.functions.iter().any(|n| n == name)
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
        let harmless = words.iter().any(|w| self.names.harmless.contains(w));
        self.is_telling(&words) || (!harmless && words.iter().any(|w| self.names.stored.contains(w)))
    }

    fn is_telling(&self, words: &[String]) -> bool {
        if words.iter().any(|w| self.names.harmless.contains(w)) {
            return false;
        }
        words.iter().any(|w| self.names.words.contains(w))
            || words.windows(2).any(|pair| self.names.pairs.contains(&pair.join(" ")))
    }
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

/// The model lives as long as the program, and so may its names.
fn leak(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
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
    }
}
