//! The weak checks of the corpus run in node with the origins that their findings name. Knows the text of the sources, and
//! nothing of how the analysis came to its verdict.

use originlint::finding::Finding;
use originlint::source::SourceFile;
use serde_json::{Value, json};

use crate::corpus::OUTCOMES;
use crate::{assert_none, node};

/// Belongs to nobody, and resembles nothing.
const NOBODY: &str = "https://nobody.invalid";

/// Where every page can send from; what it passes, everybody passes.
const ANYBODY: &str = "https://attacker.test";

/// Names that a check may leave to its surroundings and that node, run with `-e`, has a meaning of its own for.
const NODE_NAMES: [&str; 4] = ["domain", "events", "process", "url"];

/// A check as an expression of its own.
struct Check {
    place: String,
    text: String,
    witness: String,
    /// Declarations of the file that the check needs, the outermost first.
    declarations: Vec<String>,
    /// What the event is called.
    events: Vec<String>,
}

impl Check {
    fn of(path: &str, source: &SourceFile, finding: &Finding) -> Option<Self> {
        let witness = finding.witness.as_ref()?.origin.clone();
        let text = source.slice(finding.primary).to_owned();
        let above = source.slice(originlint::source::Span::new(0, finding.primary.start));
        let lines: Vec<&str> = above.lines().collect();
        let mut declarations = Vec::new();
        let mut wanted = names(&text);
        let mut seen = Vec::new();
        while let Some(name) = wanted.pop() {
            if seen.contains(&name) {
                continue;
            }
            if let Some(line) = lines.iter().rev().find(|line| declares(line, &name)) {
                wanted.extend(names(line));
                declarations.insert(0, line.trim().to_owned());
            }
            seen.push(name);
        }
        declarations.dedup();
        let whole = declarations.iter().chain([&text]).map(String::as_str).collect::<Vec<_>>().join("\n");
        let declared = |name: &&str| declarations.iter().any(|line| declares(line, name));
        if NODE_NAMES.iter().any(|name| seen.iter().any(|n| n == name) && !declared(name)) {
            return None;
        }
        let events: Vec<String> = seen.into_iter().filter(|n| whole.contains(&format!("{n}.origin"))).collect();
        let place = format!("{path}:{}", source.position(finding.primary.start).line);
        Some(Self { place, text, witness, declarations, events })
    }

    /// The origins that the code may mean: every host that it names, and hosts below it.
    fn intended(&self) -> Vec<String> {
        let text = self.declarations.join("\n") + &self.text;
        let text = text.replace('\\', "");
        let mut hosts: Vec<String> = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-')
            .map(|word| word.trim_matches(['.', '-']).to_lowercase())
            .filter(|word| word.contains('.') && word.split('.').all(|label| !label.is_empty()))
            .collect();
        hosts.push("victim.test".to_owned());
        let below = ["", "app.", "www."];
        hosts.iter().flat_map(|host| below.map(|sub| format!("https://{sub}{host}"))).collect()
    }

    /// The check as node can run it, for a message of that origin.
    fn case(&self, origin: &str) -> Value {
        let location = json!({ "origin": "https://victim.test", "host": "victim.test", "hostname": "victim.test" });
        let mut bindings = json!({ "location": location });
        if self.events.is_empty() {
            bindings["origin"] = json!(origin);
        }
        for event in &self.events {
            bindings[event] = json!({ "origin": origin, "data": {} });
        }
        let expr = format!("(() => {{ {}\nreturn !!({}) }})()", self.declarations.join("\n"), self.text);
        node::case(&expr, &bindings)
    }
}

/// The names in a piece of code that are no properties.
fn names(code: &str) -> Vec<String> {
    let bytes = code.as_bytes();
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'$';
    let mut names = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = at + bytes[at..].iter().take_while(|b| word(**b)).count();
        if end == at {
            at += 1;
            continue;
        }
        let name = &code[at..end];
        if !bytes[at].is_ascii_digit() && (at == 0 || bytes[at - 1] != b'.') {
            names.push(name.to_owned());
        }
        at = end;
    }
    names
}

/// Whether a line is a whole declaration of that name.
fn declares(line: &str, name: &str) -> bool {
    let line = line.trim();
    let Some(rest) = ["const ", "let ", "var "].iter().find_map(|word| line.strip_prefix(word)) else { return false };
    let Some((pattern, value)) = rest.split_once('=') else { return false };
    let plain = pattern.trim() == name || (pattern.starts_with('{') && names(pattern).iter().any(|n| n == name));
    plain && value.trim_end().ends_with(';') && !value.contains("=>")
}

#[test]
fn witnesses_of_the_corpus_pass_the_very_checks() {
    if !crate::node::is_here() {
        return;
    }
    let checks: Vec<Check> = OUTCOMES
        .iter()
        .flat_map(|outcome| outcome.report.findings.iter().map(move |finding| (outcome, finding)))
        .filter(|(_, finding)| finding.rule == "weak-origin-check")
        .filter_map(|(outcome, finding)| Check::of(&outcome.path, &outcome.report.source, finding))
        .collect();
    let (verified, complaints) = verify(&checks);
    if std::env::var_os("CORPUS").is_none() {
        assert!(verified >= 50, "only {verified} of {} witnesses were verified", checks.len());
    }
    assert_none(&complaints, "witnesses that do not pass their check");
}

/// How many witnesses pass their check in node as those pass who are meant, and what is said against the others.
fn verify(checks: &[Check]) -> (usize, Vec<String>) {
    let mut cases = Vec::new();
    for check in checks {
        cases.extend([check.case(&check.witness), check.case(NOBODY)]);
        cases.extend(check.intended().iter().map(|origin| check.case(origin)));
    }
    let mut values = node::eval_all(&cases).into_iter();
    let (mut complaints, mut verified) = (Vec::new(), 0);
    for check in checks {
        let (witness, nobody) = (values.next(), values.next());
        let intended: Vec<Value> = values.by_ref().take(check.intended().len()).collect();
        if intended.iter().all(|value| !value.is_boolean()) {
            // It needs more than stands in the file.
            continue;
        }
        let as_intended = intended.iter().any(|value| Some(value) == witness.as_ref());
        if check.witness == ANYBODY {
            // Everybody passes because of the check itself or of what is made of its answer, which is not run here.
            verified += usize::from(as_intended);
        } else if witness != nobody {
            // Who is meant cannot always be told from the text.
            verified += usize::from(as_intended);
        } else {
            complaints.push(format!("{}: `{}` does not pass `{}`", check.place, check.witness, check.text));
        }
    }
    (verified, complaints)
}

#[test]
fn a_false_witness_is_found_out() {
    if !crate::node::is_here() {
        return;
    }
    let check = |text: &str, witness: &str| Check {
        place: "a.js:1".to_owned(),
        text: text.to_owned(),
        witness: witness.to_owned(),
        declarations: vec!["const HOST = 'app.example.com';".to_owned()],
        events: vec!["e".to_owned()],
    };
    let lookalike = "https://app.example.com.attacker.test";
    assert_eq!(verify(&[check("e.origin.includes(HOST)", lookalike)]), (1, Vec::new()));
    let (verified, complaints) = verify(&[check("e.origin.endsWith(HOST)", lookalike)]);
    assert_eq!((verified, complaints.len()), (0, 1), "{complaints:?}");
}

#[test]
fn names_and_declarations_are_read_from_the_text() {
    assert_eq!(names("e.origin.endsWith(HOST) + url['x']"), ["e", "HOST", "url", "x"]);
    assert!(declares("  const HOST = 'a.example';", "HOST") && declares("const { host } = new URL(o);", "host"));
    assert!(!declares("const HOST = [", "HOST") && !declares("f(HOST = 1);", "HOST"));
}
