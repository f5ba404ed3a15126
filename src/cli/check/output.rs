//! Where the reports of a scan go: files that are there when they are whole, pipes and devices.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Arguments, Destination};
use crate::config::plain;
use crate::display::{display_path, reason};
use crate::read::Reach;
use crate::render::Format;
use crate::replace::{Replacement, is_stream, stream, sweep};

/// The format for standard output, and the files that are to be written.
pub(super) type Opened<'a> = (Format, Vec<(Format, &'a Path, Output)>);

/// Where a report is written to.
pub(super) enum Output {
    /// A file, which is there when it is whole.
    Whole(BufWriter<Replacement>),
    /// A device or a pipe.
    Stream(BufWriter<File>),
}

impl Output {
    fn open(path: &Path) -> io::Result<Self> {
        if is_stream(path) {
            return Ok(Self::Stream(BufWriter::new(stream(path)?)));
        }
        sweep(path);
        Ok(Self::Whole(BufWriter::new(Replacement::begin(path, &Reach::around(path))?)))
    }

    /// The file, wherever links lead.
    fn place(&self, path: &Path) -> PathBuf {
        match self {
            Self::Whole(file) => file.get_ref().target().to_owned(),
            Self::Stream(_) => plain(path),
        }
    }

    /// Everything was written.
    ///
    /// # Errors
    ///
    /// What the file system answers.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Whole(file) => file.into_inner()?.finish(),
            Self::Stream(mut file) => file.flush(),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Whole(file) => file.write(bytes),
            Self::Stream(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Whole(file) => file.flush(),
            Self::Stream(file) => file.flush(),
        }
    }
}

/// Opens what is to be written.
///
/// # Errors
///
/// Which file cannot be, and why.
pub(super) fn open(arguments: &Arguments, github: bool) -> Result<Opened<'_>, String> {
    let mut to_stdout = arguments.format;
    let mut files: Vec<(Format, &Path, Output)> = Vec::new();
    for Destination { format, file } in &arguments.outputs {
        match file {
            None if arguments.statistics || arguments.fixes.diff => {
                return Err("standard output holds the table or the diff, and no report with it".to_owned());
            }
            None if to_stdout.is_some() => return Err("standard output can hold one format only".to_owned()),
            None => to_stdout = Some(*format),
            Some(path) => {
                let output =
                    Output::open(path).map_err(|error| format!("{}: {}", display_path(path), reason(&error)))?;
                if files.iter().any(|(_, at, other)| other.place(at) == output.place(path)) {
                    return Err(format!("{}: two reports for one file", display_path(path)));
                }
                files.push((*format, path.as_path(), output));
            }
        }
    }
    let usual = if github { Format::GITHUB } else { Format::TEXT };
    Ok((to_stdout.unwrap_or(usual), files))
}
