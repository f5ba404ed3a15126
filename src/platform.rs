//! What kind of page or program a file belongs to, as the model describes it, and what tells so. Reads no file.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::interned::Interned;
use crate::peer::Level;

/// Why a file may be a worker's for all that it shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MaybeWorker {
    /// It is called as workers are.
    ByName,
    /// And it has the words of both: it may be run in either.
    ByNameAndWords,
}

/// `platforms.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// Its rows.
    #[serde(default)]
    platform: Vec<Platform>,
}

/// A kind of page or program.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Platform {
    /// What it is called in the configuration.
    names: Vec<Interned>,
    /// What it is, as a noun phrase.
    pub is: String,
    /// Names that only its files use.
    #[serde(default)]
    pub uses: Vec<String>,
    /// Whether its files are those that take messages of their own window for the page's and speak to an extension.
    #[serde(default)]
    pub shares_window: bool,
    /// Packages that its files import.
    #[serde(default)]
    pub imports: Vec<String>,
    /// Packages that the package around depends on.
    #[serde(default)]
    packages: Vec<String>,
    /// What a manifest around the file says of it.
    #[serde(default)]
    manifest: Vec<String>,
    /// Whether the page is the stranger.
    #[serde(default)]
    pub page: bool,
    /// Whether `window.origin` is the origin of the other side.
    #[serde(default)]
    pub opaque: bool,
    /// How origins of its pages begin that no page of the web has.
    #[serde(default)]
    origins: Vec<String>,
    /// Whether scripts that a shell runs in its pages make events, whose origins are words of the shell's.
    #[serde(default)]
    shell: bool,
    /// What it offers instead.
    #[serde(default)]
    pub help: String,
    /// The most that is said of something.
    #[serde(default)]
    levels: BTreeMap<String, Level>,
}

impl Platform {
    /// Its name.
    pub(crate) fn name(&self) -> &'static str {
        self.names.first().map_or("", |name| name.text())
    }
}

/// What tells from outside of a file what it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Sign {
    /// The package around depends on this one.
    Package(String),
    /// A manifest says so.
    Manifest(&'static str),
}

impl Table {
    /// The platform of that name.
    pub(crate) fn named(&self, name: &str) -> Option<&Platform> {
        self.platform.iter().find(|platform| platform.names.iter().any(|n| &**n == name))
    }

    /// Every name that a platform has.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.platform.iter().map(Platform::name)
    }

    /// Its rows.
    pub(crate) fn rows(&self) -> &[Platform] {
        &self.platform
    }

    /// The packages of which it matters whether a project depends on them.
    #[cfg(feature = "cli")]
    pub(crate) fn packages(&self) -> impl Iterator<Item = &str> {
        self.platform.iter().flat_map(|platform| &platform.packages).map(String::as_str)
    }
}

/// The platforms that a file belongs to, each with what tells so.
#[derive(Default, Debug)]
pub(crate) struct Platforms<'m> {
    found: Vec<(&'m Platform, String)>,
}

impl<'m> Platforms<'m> {
    /// Those that the configuration and signs from outside tell of.
    pub(crate) fn told(table: &'m Table, named: &[&'static str], signs: &[(Sign, String)]) -> Self {
        let mut platforms = Self::default();
        for platform in named.iter().filter_map(|name| table.named(name)) {
            platforms.add(platform, "the configuration says so".to_owned());
        }
        for platform in table.rows() {
            let fits = |sign: &Sign| match sign {
                Sign::Package(name) => platform.packages.contains(name),
                Sign::Manifest(role) => platform.manifest.iter().any(|r| r == role),
            };
            if let Some((_, why)) = signs.iter().find(|(sign, _)| fits(sign)) {
                platforms.add(platform, why.clone());
            }
        }
        platforms
    }

    /// Adds one, unless it is there.
    pub(crate) fn add(&mut self, platform: &'m Platform, why: String) {
        if !self.found.iter().any(|(known, _)| known.names == platform.names) {
            self.found.push((platform, why));
        }
    }

    /// Each of them, with what tells so.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(&'m Platform, String)> {
        self.found.iter()
    }

    /// Whether the page is the stranger.
    pub(crate) fn is_page_stranger(&self) -> bool {
        self.found.iter().any(|(platform, _)| platform.page)
    }

    /// Whether `window.origin` is the origin of the other side.
    pub(crate) fn is_opaque(&self) -> bool {
        self.found.iter().any(|(platform, _)| platform.opaque)
    }

    /// Whether a page of theirs may have an origin that begins like this text, which no page of the web has.
    pub(crate) fn has_origin(&self, text: &str) -> bool {
        let is_word = !text.contains(['.', ':', '/', '*']);
        let may_be = |platform: &Platform| {
            (platform.shell && is_word) || platform.origins.iter().any(|start| text.starts_with(start))
        };
        self.found.iter().any(|(platform, _)| may_be(platform))
    }

    /// The most that is said of something, with the platform that says so.
    pub(crate) fn most(&self, key: &str) -> Option<(Level, &'m Platform)> {
        let levels = self.found.iter().filter_map(|(platform, _)| Some((*platform.levels.get(key)?, *platform)));
        levels.min_by_key(|(level, _)| *level)
    }
}
