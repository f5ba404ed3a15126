//! Makes an input smaller as long as it shows the same kind of fault, each try in a process of its own.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use originlint_fuzz::{Input, Target};

use crate::Limits;
use crate::watch::{Event, Watched, ending};

/// What an input shows, as far as it does not depend on how it was made. None for a sound one.
fn shown(target: &Target, input: &Input, limits: Limits) -> Option<String> {
    let folder = env::temp_dir().join(format!("originlint-fuzz-{}-{:?}", std::process::id(), thread::current().id()));
    let _ = fs::remove_dir_all(&folder);
    input.write(&folder).ok()?;
    let args = [
        "check".to_owned(),
        target.name.to_owned(),
        folder.to_string_lossy().into_owned(),
        input.files[0].path.clone(),
    ];
    let mut child = Watched::start(&args).ok()?;
    let mut said = None;
    let kind = loop {
        match child.next(limits) {
            Event::Line(line) => said = said.or(Some(line)),
            Event::Ended(status) if status.success() => break None,
            Event::Ended(status) if status.code() == Some(1) => {
                break said.map(|line| line.split('\t').next().unwrap_or_default().to_owned());
            }
            Event::Ended(status) => break Some(format!("crash: {}", ending(status))),
            Event::TooLong => {
                child.kill();
                break Some("time".to_owned());
            }
            Event::TooLarge => {
                child.kill();
                break Some("memory".to_owned());
            }
        }
    };
    let _ = fs::remove_dir_all(&folder);
    kind
}

/// Replaces the files of `place` by smaller ones that show the same.
pub(crate) fn in_place(target: &Target, place: &Path, input: &Input, limits: Limits, budget: Duration) -> ExitCode {
    let end = Instant::now() + budget;
    let Some(kind) = shown(target, input, limits) else {
        println!("  sound by itself");
        return ExitCode::SUCCESS;
    };
    let mut best = input.clone();
    let same = |candidate: &Input| Instant::now() < end && shown(target, candidate, limits).as_ref() == Some(&kind);
    for file in (1..best.files.len()).rev() {
        let mut fewer = best.clone();
        fewer.files.remove(file);
        if same(&fewer) {
            best = fewer;
        }
    }
    for file in 0..best.files.len() {
        let Ok(text) = String::from_utf8(best.files[file].bytes.clone()) else { continue };
        let mut parts: Vec<String> = vec![text];
        for cut in [lines as fn(&str) -> Vec<String>, statements, tokens] {
            parts = cut(&parts.concat());
            reduce(&mut parts, |parts| {
                let mut candidate = best.clone();
                candidate.files[file].bytes = parts.concat().into_bytes();
                same(&candidate)
            });
        }
        best.files[file].bytes = parts.concat().into_bytes();
    }
    let bytes = |input: &Input| input.files.iter().map(|file| file.bytes.len()).sum::<usize>();
    println!("  {kind}: {} bytes of {}", bytes(&best), bytes(input));
    if place.is_file() {
        let _ = fs::write(place, &best.files[0].bytes);
    } else {
        let _ = fs::remove_dir_all(place);
        let _ = best.write(place);
    }
    ExitCode::from(1)
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn statements(text: &str) -> Vec<String> {
    text.split_inclusive([';', '}', '{', '\n']).map(str::to_owned).collect()
}

fn tokens(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for c in text.chars() {
        match parts.last_mut() {
            Some(last) if c.is_alphanumeric() && last.ends_with(char::is_alphanumeric) => last.push(c),
            _ => parts.push(c.to_string()),
        }
    }
    parts
}

/// Takes out ever smaller runs of parts while `same` holds (delta debugging, Zeller and Hildebrandt 2002).
fn reduce(parts: &mut Vec<String>, mut same: impl FnMut(&[String]) -> bool) {
    let mut size = parts.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < parts.len() {
            let mut fewer = parts.clone();
            fewer.drain(at..(at + size).min(parts.len()));
            if !fewer.is_empty() && same(&fewer) {
                *parts = fewer;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
}
