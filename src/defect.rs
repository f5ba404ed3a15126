//! Panics, as readers hear of them: one line that can be reported, and nothing raw. Catches none itself.

use std::any::Any;
use std::cell::RefCell;
use std::panic;
use std::sync::{Mutex, PoisonError};

thread_local! {
    static HERE: RefCell<Option<String>> = const { RefCell::new(None) };
}
/// For a panic that was handed from the thread where it happened to another one.
static ANYWHERE: Mutex<Option<String>> = Mutex::new(None);

/// From here on a panic prints nothing. Whoever catches it has the [`message`].
pub fn listen() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|location| place(location.file(), location.line()));
        HERE.set(place.clone());
        *ANYWHERE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// What a panic that was caught says, in one line.
pub fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let text = text.unwrap_or("no message").lines().next().unwrap_or_default();
    let anywhere = || ANYWHERE.lock().unwrap_or_else(PoisonError::into_inner).take();
    match HERE.take().or_else(anywhere) {
        Some(place) => format!("{text} ({place})"),
        None => text.to_owned(),
    }
}

/// Where a panic happened, without the folders of the machine that the program was built on.
fn place(file: &str, line: u32) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    // A package is the folder around the last `src`; the own one is built from there.
    let from = parts.iter().rposition(|part| *part == "src").map_or(parts.len() - 1, |src| src.saturating_sub(1));
    format!("{}:{line}", parts[from..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_tells_nothing_of_the_machine() {
        assert_eq!(place("src/machine/eval.rs", 7), "src/machine/eval.rs:7");
        assert_eq!(
            place("/home/a/.cargo/registry/src/x-1/swc-47.0.1/src/lexer/mod.rs", 7),
            "swc-47.0.1/src/lexer/mod.rs:7"
        );
        assert_eq!(place("C:\\a\\registry\\src\\x\\ignore-0.4.1\\src\\walk.rs", 7), "ignore-0.4.1/src/walk.rs:7");
        assert_eq!(place("/rustc/123/library/core/src/option.rs", 7), "core/src/option.rs:7");
        assert_eq!(place("build.rs", 7), "build.rs:7");
    }
}
