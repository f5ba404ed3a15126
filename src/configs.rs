//! Which configuration each file has: the nearest `originlint.toml`, or `package.json` with the key, above it, up to the root of its
//! repository. So a file is judged alike wherever a run starts, and whoever starts it: a person, a hook, an editor.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::config::{Config, FILE, Flaw, KEY, Mistake, Overlay, PACKAGE, Texts, plain};
use crate::display::reason;
use crate::read::{self, MAX_CONFIG, MAX_NOTE, Reach};
use crate::store::Store;

/// The configurations of a run. Copies share what they have found.
#[derive(Clone, Debug)]
pub struct Configs(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    source: Source,
    overlay: Overlay,
    found: RwLock<Found>,
    flaws: Mutex<BTreeMap<PathBuf, Flaw>>,
}

/// Where configurations come from.
#[derive(Debug)]
enum Source {
    /// One for all files.
    Fixed(Arc<Config>),
    /// The nearest one; for files without one that which is given, if any is.
    Nearest(Arc<dyn Texts>, Option<Arc<Config>>),
}

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    /// What those folders have that somebody asked about.
    asked: FxHashMap<PathBuf, Arc<Config>>,
    folders: FxHashMap<PathBuf, Folder>,
    /// What holds where there is no configuration, by its root.
    none: BTreeMap<PathBuf, Arc<Config>>,
}

/// What is known of a folder.
#[derive(Clone, Debug)]
struct Folder {
    /// The nearest configuration.
    config: Option<Arc<Config>>,
    /// The repository that it lies in.
    repository: Option<PathBuf>,
}

impl From<Config> for Configs {
    /// One configuration for all files.
    fn from(config: Config) -> Self {
        Self::new(Source::Fixed(Arc::new(config)), Overlay::default())
    }
}

impl Default for Configs {
    /// No configuration.
    fn default() -> Self {
        Self::from(Config::default())
    }
}

impl Configs {
    fn new(source: Source, overlay: Overlay) -> Self {
        Self(Arc::new(Inner { source, overlay, found: RwLock::default(), flaws: Mutex::default() }))
    }

    /// One configuration for all files, over which `overlay` has the last word.
    pub fn fixed(mut config: Config, overlay: &Overlay) -> Self {
        overlay.apply(&mut config);
        Self::from(config)
    }

    /// For each file the nearest one that `texts` has, over which `overlay` has the last word.
    pub fn nearest(texts: Arc<dyn Texts>, overlay: Overlay) -> Self {
        Self::new(Source::Nearest(texts, None), overlay)
    }

    /// The same for files that are elsewhere than these are. Those that have none there have what these have in the current folder.
    pub fn elsewhere(&self, texts: Arc<dyn Texts>) -> Self {
        match &self.0.source {
            Source::Fixed(_) => self.clone(),
            Source::Nearest(..) => {
                let here = std::env::current_dir().unwrap_or_default();
                Self::new(Source::Nearest(texts, Some(self.at(&here))), self.0.overlay.clone())
            }
        }
    }

    /// The configuration of a file.
    pub fn of(&self, file: &Path) -> Arc<Config> {
        match &self.0.source {
            Source::Fixed(config) => Arc::clone(config),
            Source::Nearest(..) => self.at(plain(file).parent().unwrap_or(Path::new(""))),
        }
    }

    /// The configuration of the files in a folder.
    pub fn at(&self, folder: &Path) -> Arc<Config> {
        let (texts, elsewhere) = match &self.0.source {
            Source::Fixed(config) => return Arc::clone(config),
            Source::Nearest(texts, elsewhere) => (&**texts, elsewhere),
        };
        let folder = plain(folder);
        if let Some(known) = self.0.found.read().unwrap_or_else(PoisonError::into_inner).asked.get(&folder) {
            return Arc::clone(known);
        }
        let found = self.folder(&folder, texts);
        let config = found.config.clone().or_else(|| elsewhere.clone());
        let config = config.unwrap_or_else(|| self.none(&folder, found.repository));
        self.0.found.write().unwrap_or_else(PoisonError::into_inner).asked.insert(folder, Arc::clone(&config));
        config
    }

    /// What holds in a folder that has no configuration.
    fn none(&self, folder: &Path, repository: Option<PathBuf>) -> Arc<Config> {
        let here = || std::env::current_dir().ok().filter(|here| folder.starts_with(here));
        let root = repository.or_else(here).unwrap_or_else(|| folder.to_owned());
        let mut known = self.0.found.write().unwrap_or_else(PoisonError::into_inner);
        let none = known.none.entry(root).or_insert_with_key(|root| self.overlaid(Config::none(root.clone())));
        Arc::clone(none)
    }

    /// Whether a file is one of those that its configuration wants to be scanned.
    pub fn want(&self, file: &Path) -> bool {
        self.of(file).wants(file)
    }

    /// Those of the files and folders that were asked about so far, each once.
    pub fn found(&self) -> Vec<Arc<Config>> {
        if let Source::Fixed(config) = &self.0.source {
            return vec![Arc::clone(config)];
        }
        let found = self.0.found.read().unwrap_or_else(PoisonError::into_inner);
        let all = found.asked.values();
        let sorted: BTreeMap<_, _> = all.map(|config| ((&config.root, &config.file), config)).collect();
        sorted.into_values().map(Arc::clone).collect()
    }

    /// The rules that some configuration that was found switches off, and those that one lowers.
    pub(crate) fn weakened(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let (mut off, mut lowered) = (BTreeSet::new(), BTreeSet::new());
        for config in self.found() {
            let of_one = config.weakened();
            off.extend(of_one.0);
            lowered.extend(of_one.1);
        }
        let lowered = lowered.difference(&off).copied().collect();
        (off.into_iter().collect(), lowered)
    }

    /// Those that cannot be used. The files that they are about were judged without one.
    pub fn flaws(&self) -> Vec<Flaw> {
        self.0.flaws.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Whether a run with these cannot be trusted.
    pub fn are_broken(&self) -> bool {
        !self.are_past() && !self.flaws().is_empty()
    }

    /// Whether these are configurations as they once were.
    pub fn are_past(&self) -> bool {
        matches!(&self.0.source, Source::Nearest(texts, _) if texts.are_past())
    }

    /// The flaws of what other texts have in the folders that were asked about.
    pub fn flaws_of(&self, texts: Arc<dyn Texts>) -> Vec<Flaw> {
        let others = Self::nearest(texts, Overlay::default());
        let found = self.0.found.read().unwrap_or_else(PoisonError::into_inner);
        found.asked.keys().for_each(|folder| drop(others.at(folder)));
        others.flaws()
    }

    fn overlaid(&self, mut config: Config) -> Arc<Config> {
        self.0.overlay.apply(&mut config);
        Arc::new(config)
    }

    fn folder(&self, path: &Path, texts: &dyn Texts) -> Folder {
        if let Some(known) = self.0.found.read().unwrap_or_else(PoisonError::into_inner).folders.get(path) {
            return known.clone();
        }
        let config = self.read(path, texts).map(|config| self.overlaid(config));
        let is_repository = texts.is_repository(path);
        let above = || path.parent().filter(|_| !is_repository).map(|above| self.folder(above, texts));
        let folder = match above() {
            Some(above) => Folder { config: config.or(above.config), repository: above.repository },
            None => Folder { config, repository: is_repository.then(|| path.to_owned()) },
        };
        let mut found = self.0.found.write().unwrap_or_else(PoisonError::into_inner);
        // Of two threads that read one configuration, both get the same.
        found.folders.entry(path.to_owned()).or_insert(folder).clone()
    }

    /// The configuration in a folder.
    fn read(&self, folder: &Path, texts: &dyn Texts) -> Option<Config> {
        for name in [FILE, PACKAGE] {
            let path = folder.join(name);
            let unread = |error: io::Error| {
                let mistake = Mistake { message: reason(&error), help: None, span: None };
                Flaw { path: path.clone(), text: String::new(), mistake }
            };
            let text = match texts.text(&path) {
                Ok(None) => continue,
                Ok(Some(text)) => Ok(text),
                Err(error) => Err(unread(error)),
            };
            match text.and_then(|text| Config::read(&path, &text, texts)) {
                Ok(None) => {}
                Ok(config) => return config,
                Err(flaw) => {
                    self.0.flaws.lock().unwrap_or_else(PoisonError::into_inner).insert(flaw.path.clone(), flaw);
                    return Some(Config::none(folder.to_owned()));
                }
            }
        }
        None
    }
}

impl Texts for Store {
    /// On disk, only what lies in the repository of the configuration, wherever links lead.
    fn text(&self, path: &Path) -> io::Result<Option<String>> {
        let is_package = path.file_name().is_some_and(|name| name == PACKAGE);
        let limit = if is_package { MAX_NOTE } else { MAX_CONFIG };
        match self {
            Self::Memory(_) if !self.is_file(path) => Ok(None),
            Self::Memory(_) => read::decoded(self.with(path, limit, <[u8]>::to_vec)?).map(Some),
            // Every folder is asked, and most packages say nothing: whether one may be read matters only if it does.
            Self::Disk | Self::Edited(_) if is_package => {
                let speaks = |bytes: &[u8]| memmem::find(bytes, KEY.as_bytes()).is_some();
                match read::with(path, limit, speaks) {
                    Ok(true) => Ok(Reach::around(path).text(path, limit).ok()),
                    _ => Ok(None),
                }
            }
            // What is there and cannot be read is complained of.
            Self::Disk | Self::Edited(_) if fs::symlink_metadata(path).is_err() => Ok(None),
            Self::Disk | Self::Edited(_) => Reach::around(path).text(path, limit).map(Some),
        }
    }

    fn is_repository(&self, folder: &Path) -> bool {
        self.holds(&folder.join(".git"))
    }
}
