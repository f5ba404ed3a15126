//! An input: files by name, which a folder can hold, so that what went wrong with one can be looked at with originlint itself.

use std::path::Path;
use std::{fs, io};

/// A file of an input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its path in the folder of the input, with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What is given to originlint at once. The first file is the one that is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// The files, at least one.
    pub files: Vec<File>,
    /// Which mechanism of the generator made it, so that crashes can be told apart.
    pub shape: String,
}

impl Input {
    /// One file.
    pub fn of(shape: impl Into<String>, path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { files: vec![File { path: path.into(), bytes: text.into() }], shape: shape.into() }
    }

    /// Adds a file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        self.files.push(File { path: path.into(), bytes: text.into() });
        self
    }

    /// Writes the files into `folder`.
    ///
    /// # Errors
    /// What the file system answers.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for file in &self.files {
            let path = folder.join(&file.path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, &file.bytes)?;
        }
        Ok(())
    }

    /// Reads what [`Input::write`] wrote, `first` being the file that is asked about, or one file by its path.
    ///
    /// # Errors
    /// What the file system answers.
    pub fn read(place: &Path, first: Option<&str>) -> io::Result<Self> {
        if place.is_file() {
            let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Ok(Self::of("file", name, fs::read(place)?));
        }
        let mut files = Vec::new();
        let mut folders = vec![place.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let inside = path.strip_prefix(place).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                    files.push(File { path: inside, bytes: fs::read(&path)? });
                }
            }
        }
        files.sort_by_key(|file| (Some(&*file.path) != first, file.path.clone()));
        if files.is_empty() {
            return Err(io::Error::other("an empty folder"));
        }
        Ok(Self { files, shape: "folder".to_owned() })
    }
}
