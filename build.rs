//! Gives the program a name for exactly what it is made of: two builds with the same name judge every file alike, so that one may use
//! what the other has kept in a cache.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// What the program is made of: its code, its rules and its model, and the versions of the crates that it uses.
const PARTS: [&str; 5] = ["Cargo.lock", "Cargo.toml", "build.rs", "rules", "src"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hasher = DefaultHasher::new();
    for part in PARTS {
        println!("cargo:rerun-if-changed={part}");
        let mut files = Vec::new();
        collect(&root.join(part), &mut files)?;
        files.sort();
        for file in files {
            // A path is written in the same way on every system.
            let name = file.strip_prefix(&root).unwrap_or(&file);
            name.iter().for_each(|part| part.to_string_lossy().hash(&mut hasher));
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    println!("cargo:rustc-env=ORIGINLINT_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// The files at or below a path; none where there is nothing, as there is no `Cargo.lock` in some packages.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}
