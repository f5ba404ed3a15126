//! A report that uses every field that a report has, for the tests of what shows it.

use std::sync::Arc;
use std::time::Duration;

use originlint::finding::{
    Applicability, Confidence, Edit, Finding, Fix, Label, Membership, Persona, Severity, Witness,
};
use originlint::page::{self, Page};
use originlint::provenance::Provenance;
use originlint::report::{
    Count, Exemption, ExemptionKind, Failure, FailureKind, FileReport, Incomplete, LeftOut, Report,
};
use originlint::source::{SourceFile, Span};

const EMBED: &str = r#"import { show } from "./view.js";

const ALLOWED = "https://example.com";

window.addEventListener("message", (event) => {
  if (!event.origin.startsWith(ALLOWED)) return;
  const { html } = event.data;
  show(html);
});
"#;

const VIEW: &str = "export function show(html) {\n\tview.innerHTML = html;\n}\n";

// The smiley is two UTF-16 units and four bytes, so that the three ways of counting columns differ.
const PORT: &str = "/* \u{1F600} */ port.addEventListener('message', on100%);\n";

pub(crate) fn source(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, text))
}

/// The span of the first `needle` in `source`.
pub(crate) fn span(source: &SourceFile, needle: &str) -> Span {
    let start = source.text().find(needle).unwrap_or_else(|| panic!("{needle} is not in {}", source.path()));
    Span::new(start as u32, (start + needle.len()) as u32)
}

pub(crate) fn file(source: &Arc<SourceFile>, findings: Vec<Finding>) -> FileReport {
    FileReport { findings, ..FileReport::new(Arc::clone(source)) }
}

pub(crate) fn finding(rule: &'static str, severity: Severity, primary: Span) -> Finding {
    Finding {
        rule,
        severity,
        persona: Persona::Regular,
        provenance: Provenance::Source,
        confidence: Confidence::High,
        message: "any page can make this page do something".to_owned(),
        help: String::new(),
        primary,
        context: None,
        label: "this is the place".to_owned(),
        related: Vec::new(),
        trace: Vec::new(),
        listeners: Vec::new(),
        membership: None,
        witness: None,
        notes: Vec::new(),
        fixes: Vec::new(),
    }
}

/// Two findings of a group, one of them across files, with a copy of the first, one more in a file with an awkward name, and one of each
/// thing that can keep a file from having a verdict.
pub(crate) fn sample() -> Report {
    let embed = source("src/embed.js", EMBED);
    let view = source("src/view.js", VIEW);
    let port = source("src/a b,c:\u{e9}%.js", PORT);
    let broken = source("src/broken.ts", "let x = ;\n");

    let registration = span(&embed, &EMBED[EMBED.find("window").expect("there")..EMBED.len() - 2]);
    let in_flow = |flow: u32| Some(Membership { group: 0, flow });
    let weak = Finding {
        membership: in_flow(0),
        message: "a page of https://example.com.attacker.test passes this check".to_owned(),
        help: "compare the whole origin: if (event.origin !== ALLOWED) return".to_owned(),
        label: "accepts every origin that begins with ALLOWED".to_owned(),
        related: vec![
            Label::new(registration, "handler registered here"),
            Label::new(span(&embed, "\"https://example.com\""), "the expected origin"),
        ],
        witness: Some(Witness {
            origin: "https://example.com.attacker.test".to_owned(),
            source: "attacker",
            why: "not anchored at the end".to_owned(),
        }),
        ..finding("weak-origin-check", Severity::High, span(&embed, "event.origin.startsWith(ALLOWED)"))
    };
    let in_embed = |needle: &str, message: &str| Label {
        file: Some(Arc::clone(&embed)),
        ..Label::new(span(&embed, needle), message)
    };
    let html = Finding {
        membership: in_flow(0),
        message: "a message becomes markup of this page".to_owned(),
        help: "write text with textContent, or pass html through DOMPurify.sanitize first".to_owned(),
        label: "parsed as HTML".to_owned(),
        related: vec![in_embed("event.origin.startsWith(ALLOWED)", "this check does not hold")],
        trace: vec![
            in_embed("event.data", "message data read"),
            in_embed("show(html)", "handed to show"),
            Label::new(span(&view, "html)"), "received as html"),
            Label::new(span(&view, "view.innerHTML = html"), "reaches innerHTML"),
        ],
        ..finding("message-to-html", Severity::High, span(&view, "view.innerHTML = html"))
    };
    let built = source("src/embed.mjs", EMBED);
    let copy =
        Finding { provenance: Provenance::Generated, membership: in_flow(1), related: Vec::new(), ..weak.clone() };
    let start = PORT.find("port.").expect("there") as u32;
    let not_started = Finding {
        persona: Persona::Pedantic,
        confidence: Confidence::Medium,
        message: "no message ever arrives: 100% of them wait, for port is not started".to_owned(),
        label: "listens, but the port is not started".to_owned(),
        notes: vec!["port comes from a parameter".to_owned(), "nothing in this file calls start()".to_owned()],
        fixes: vec![Fix {
            title: "insert port.start()".to_owned(),
            edits: vec![Edit { span: Span::new(start, start), text: "port.start();\n".to_owned() }],
            applicability: Applicability::Unsafe,
        }],
        ..finding("port-not-started", Severity::Low, span(&port, "port.addEventListener('message', on100%)"))
    };

    let failed = |kind, message: &str, span| Failure { kind, message: message.to_owned(), span };
    let parse = failed(FailureKind::Parse, "expected an expression", Some(span(&broken, ";")));
    let decode = failed(FailureKind::Decode, "not UTF-8 and not UTF-16", None);
    let busy = Incomplete {
        reason: "the step budget ran out in this handler".to_owned(),
        span: Some(span(&embed, "(event) =>")),
    };
    let unshown = Finding {
        persona: Persona::Auditor,
        provenance: Provenance::Generated,
        ..finding("message-to-html", Severity::Low, span(&view, "view.innerHTML = html"))
    };
    Report {
        persona: Persona::Pedantic,
        unshown: vec![(Arc::clone(&view), unshown)],
        files: vec![
            file(&port, vec![not_started]),
            FileReport { failures: vec![parse], ..file(&broken, Vec::new()) },
            FileReport { incomplete: vec![busy], ..file(&embed, vec![weak]) },
            file(&built, vec![copy]),
            FileReport { failures: vec![decode], ..file(&source("src/old.js", ""), Vec::new()) },
            file(&view, vec![html]),
        ],
        scanned: 120,
        candidates: 9,
        is_set_apart: false,
        spared: vec!["dist/app.js".to_owned()],
        suppressed: Count { findings: 3, entries: 2 },
        known: Count::default(),
        handlers: Vec::new(),
        left_out: LeftOut {
            ignored_files: 1,
            ignored_folders: 2,
            excluded_files: 0,
            off: vec!["message-to-html", "message-relay", "message-to-code", "message-to-storage", "weak-origin-check"],
            lowered: vec!["port-not-started"],
        },
        new_exemptions: vec![
            Exemption {
                path: "originlint.toml".to_owned(),
                line: None,
                kind: ExemptionKind::Configuration,
                message: "`exclude` names \"src/**\"".to_owned(),
            },
            Exemption {
                path: "src/a b,c:\u{e9}%.js".to_owned(),
                line: Some(1),
                kind: ExemptionKind::Suppression,
                message: "suppression of port-not-started".to_owned(),
            },
        ],
        steps: 0,
        elapsed: Duration::from_millis(1_234),
    }
}

/// The pages of the rules that [`sample`] uses. They are not those of `rules/`, whose prose is free to change.
pub(crate) fn pages() -> Vec<Page> {
    let text = [("message-to-html", SINK_PAGE), ("port-not-started", PORT_PAGE), ("weak-origin-check", CHECK_PAGE)];
    text.into_iter().map(|(id, text)| page::parse(id, text).expect("well-formed")).collect()
}

const SINK_PAGE: &str = r#"+++
title = "message data that becomes markup"
family = "data"
severity = "high"
cwe = [79]
references = ["https://html.spec.whatwg.org/multipage/web-messaging.html"]
since = "0.1.0"
confidence = "High where the whole flow was seen."
+++

## What

Data of a message
is parsed as HTML.

```js
view.innerHTML = event.data; //~ message-to-html `view.innerHTML = event.data`
```
"#;

const PORT_PAGE: &str = r#"+++
title = "a port that is never started"
family = "channels"
severity = "medium"
cwe = []
references = []
since = "0.1.0"
confidence = "Medium: the port may be started elsewhere."
+++

## What

Nothing is delivered.
"#;

const CHECK_PAGE: &str = r#"+++
title = "a check that a hostile origin passes"
family = "receivers"
severity = "high"
persona = "pedantic"
cwe = [346, 187]
references = []
since = "0.1.0"
confidence = "High: the check was run."
+++

## What

A check that proves nothing.
"#;
