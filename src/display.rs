//! Paths and errors of the system, as they are shown.

use std::io;
use std::path::{Component, Path};

/// The path as shown to the reader: with `/` between its parts and without a leading `./`.
pub fn display_path(path: &Path) -> String {
    let mut shown = String::with_capacity(path.as_os_str().len());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => shown.push('/'),
            part => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// Why an operation on a file failed, in the words of this program's messages.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        // The system's own words begin with a capital.
        _ if error.raw_os_error().is_some() => error.to_string().to_lowercase(),
        _ => error.to_string(),
    }
}
