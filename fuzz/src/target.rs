//! The targets: what is made of choices, and what is asked of it.

use crate::broken::damage;
use crate::choices::Choices;
use crate::input::Input;
use crate::program::{Dialect, Writer};
use crate::{
    Complaint, callers, config, corpus, document, odd, pattern, project, scaled, splice, suppression, verdict,
};

/// A kind of input with what must hold of it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name on the command line and in `fuzz_targets/`.
    pub name: &'static str,
    /// Makes an input.
    pub make: fn(&mut Choices<'_>) -> Input,
    /// Judges one.
    pub check: fn(&Input) -> Result<(), Complaint>,
    /// How bytes of a fuzzer that begins with real files are taken as a file: the name that they get. Without it they are choices.
    pub named: Option<fn(&str) -> &'static str>,
    /// How many of a hundred inputs of a run over all targets are this one's.
    pub share: u64,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "analysis", make: analysis, check: verdict::check, named: None, share: 50 },
    Target { name: "text", make: text, check: verdict::check, named: Some(script_name), share: 12 },
    Target { name: "markup", make: document::document, check: verdict::check, named: Some(document_name), share: 12 },
    Target { name: "pattern", make: pattern::case, check: pattern::check, named: None, share: 12 },
    Target { name: "config", make: config::file, check: config::check, named: Some(|_| "originlint.toml"), share: 4 },
    Target { name: "baseline", make: project::baseline, check: project::check, named: None, share: 2 },
    Target { name: "suppression", make: suppression::file, check: verdict::check, named: None, share: 4 },
    Target { name: "project", make: project::folder, check: project::check, named: None, share: 4 },
];

impl Target {
    /// The input that a fuzzer's bytes stand for.
    pub fn take(&self, bytes: &[u8]) -> Input {
        match self.named {
            Some(named) => Input::of("bytes", named(&String::from_utf8_lossy(bytes)), bytes),
            None => (self.make)(&mut Choices::new(bytes)),
        }
    }
}

/// The target of that name.
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// A program, or several modules: made by the grammar, of odd values, of one mechanism at some size, or cut out of real files.
fn analysis(choices: &mut Choices<'_>) -> Input {
    match choices.below(12) {
        0..=2 => {
            let dialect = *choices.pick(&Dialect::ALL);
            let text = Writer::new(choices, dialect, Vec::new()).program();
            Input::of("program", format!("a.{}", dialect.extension()), text)
        }
        3..=5 => odd::program(choices),
        6 => scaled::program(choices),
        7 => callers::program(choices),
        8 | 9 => splice::program(choices),
        _ => project::modules(choices),
    }
}

/// A damaged text. A fuzzer that begins with real files has its bytes taken as they are.
fn text(choices: &mut Choices<'_>) -> Input {
    let source = corpus::script(choices);
    let dialect = *choices.pick(&Dialect::ALL);
    let path = if choices.once_in(3) { format!("a.{}", dialect.extension()) } else { source.path().to_owned() };
    let text = match choices.below(4) {
        0 => {
            let noise: String = choices.rest().iter().take(2_000).map(|byte| char::from(byte % 96 + 32)).collect();
            format!("postMessage(1);{noise}")
        }
        _ => damage(choices, source.text()),
    };
    Input::of("text", path, text)
}

/// A file of the corpus keeps its dialect when its bytes change a little: it is told by what is in them.
fn script_name(text: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match (has(&["interface ", "declare ", " as ", ": string", ": MessageEvent", "enum "]), has(&["/>", "</"])) {
        (true, true) => "a.tsx",
        (true, false) => "a.ts",
        (false, true) => "a.jsx",
        (false, false) if has(&["export ", "import "]) => "a.mjs",
        (false, false) => "a.js",
    }
}

fn document_name(text: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if text.starts_with("---") {
        "a.astro"
    } else if has(&["{#", "{@", "svelte:", "$:"]) {
        "a.svelte"
    } else if has(&["v-", "<template>", "setup"]) {
        "a.vue"
    } else if has(&["<?php", "<?="]) {
        "a.php"
    } else if has(&["<%"]) {
        "a.ejs"
    } else {
        "a.html"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choices::entropy;
    use originlint::source::SourceFile;
    use originlint::testing::syntax::load;

    #[test]
    fn the_same_number_makes_the_same_input() {
        for target in TARGETS {
            for number in 0..20 {
                let make = || (target.make)(&mut Choices::new(&entropy(1, number)));
                assert_eq!(make(), make(), "{} {number}", target.name);
            }
        }
    }

    #[test]
    fn every_target_is_sound_on_a_few_inputs() {
        // None of them is one that takes long.
        for target in TARGETS.iter().filter(|target| target.name != "analysis" && target.name != "project") {
            for number in 0..5 {
                let input = (target.make)(&mut Choices::new(&entropy(2, number)));
                assert_eq!((target.check)(&input), Ok(()), "{} {number}", target.name);
            }
        }
    }

    #[test]
    fn generated_programs_are_valid() {
        for dialect in Dialect::ALL {
            let mut broken = Vec::new();
            for number in 0..200 {
                let text = Writer::new(&mut Choices::new(&entropy(3, number)), dialect, Vec::new()).program();
                let loaded = load(&SourceFile::new(format!("a.{}", dialect.extension()), text.as_str()));
                if let Some(failure) = loaded.map_or_else(Some, |mut loaded| loaded.recovered.pop()) {
                    broken.push(format!("{number}: {}", failure.message));
                }
            }
            // What a name of the machine's is, such as a reserved word, decides some of them.
            assert!(broken.len() <= 20, "{dialect:?}: {} of 200: {}", broken.len(), broken.join("\n"));
        }
    }

    #[test]
    fn odd_programs_are_valid() {
        let mut broken = Vec::new();
        for number in 0..400 {
            let input = odd::program(&mut Choices::new(&entropy(4, number)));
            let text = String::from_utf8(input.files[0].bytes.clone()).expect("text");
            let loaded = load(&SourceFile::new("a.js", text.as_str()));
            if let Some(failure) = loaded.map_or_else(Some, |mut loaded| loaded.recovered.pop()) {
                broken.push(format!("{number}: {}\n{text}", failure.message));
            }
        }
        assert!(broken.len() <= 20, "{} of 400: {}", broken.len(), broken.join("\n"));
    }
}
