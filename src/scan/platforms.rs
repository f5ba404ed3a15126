//! What the files of a scan are made for, without the scan: for whoever asks what the configuration leads to.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Progress, Request, find};
use crate::detect;
use crate::display::display_path;
use crate::language::Language;
use crate::loader::Loader;
use crate::modules::{Module, Modules as _};
use crate::platform::Platforms;
use crate::prefilter;
use crate::read::MAX_FILE;
use crate::source::SourceFile;
use crate::syntax::decode;

/// A file, a platform that it belongs to, and what tells so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Made {
    /// The file, as readers are shown it.
    pub path: String,
    /// The platform's name.
    pub platform: &'static str,
    /// What tells so: lower case, no full stop.
    pub why: String,
}

/// What the files under the request's paths are made for, sorted by path: those that a scan would analyse.
pub fn platforms(request: &Request, progress: &dyn Progress) -> Vec<Made> {
    let (found, _) = find(request, progress);
    let loader = Loader::new(request, progress);
    let made = found.files.par_iter().flat_map_iter(|path| of_file(path, request, &loader));
    let mut made: Vec<Made> = made.collect();
    made.sort();
    made
}

fn of_file(path: &Path, request: &Request, loader: &Loader<'_>) -> Vec<Made> {
    let shown = display_path(path);
    let wanted = |bytes: &[u8]| prefilter::is_candidate(bytes, path.to_str().and_then(Language::of));
    let read = request.store.with(path, MAX_FILE, |bytes| wanted(bytes).then(|| bytes.to_vec()));
    let text = read.ok().flatten().and_then(|bytes| decode::decode(bytes).ok());
    let Some(text) = text else { return Vec::new() };
    let config = request.configs.of(path);
    let settings = config.settings_of(path);
    let table = &settings.model.platforms;
    let mut platforms = Platforms::told(table, &settings.platforms, &loader.signs(&shown));
    if let Ok(module) = Module::read(Arc::new(SourceFile::new(shown.as_str(), text))) {
        detect::add(&mut platforms, table, &module.program);
    }
    let made = |(platform, why): &(&crate::platform::Platform, String)| Made {
        path: shown.clone(),
        platform: platform.name(),
        why: why.clone(),
    };
    platforms.iter().map(made).collect()
}
