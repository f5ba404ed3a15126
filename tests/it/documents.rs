//! No document crashes the readers of markup, and what they say lies in the file: truncation, noise, nesting. What a
//! document means is told by `test-corpus/embedded/`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use originlint::finding::Persona;
use originlint::language::Language;
use originlint::modules::{Module, Modules, NoModules, Resolved};
use originlint::report::FailureKind;
use originlint::source::{SourceFile, Span};
use originlint::testing::read_markup;
use originlint::testing::syntax::{Loaded, load};
use originlint::{Settings, analyze};

use crate::dice::Dice;
use crate::files_below;

const EXTENSIONS: [&str; 6] = ["html", "vue", "svelte", "astro", "ejs", "svg"];

/// Reads a document and checks that every place it names is one of the text.
fn check(extension: &str, text: &str) -> Loaded {
    let language = Language::of_extension(extension).expect("a document's extension");
    let valid = |span: Span| span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some();
    let document = read_markup(text, language);
    let shown = text.get(..2_000).unwrap_or(text);
    for part in document.scripts.iter().map(|s| &s.text).chain(document.uses.iter().map(|u| &u.text)) {
        assert!(valid(part.span()), "{extension}: {:?} in {shown}", part.span());
        let read = part.read(text);
        assert!(part.is_moved() || read.len() == part.span().len() as usize, "{extension}: {shown}");
        let end = part.start() + read.len() as u32;
        let placed = part.place(Span::new(part.start(), end));
        assert!(part.span().contains(placed), "{extension}: {placed:?} outside of {:?} in {shown}", part.span());
    }
    assert!(document.elements.iter().all(|e| valid(e.span)), "{extension}: {shown}");
    assert!(document.uses.iter().all(|u| valid(u.span) && u.element < document.elements.len()), "{extension}: {shown}");
    assert!(document.uses.iter().flat_map(|u| &u.loops).all(|l| *l < document.loops.len()), "{extension}: {shown}");
    let loaded = load(&SourceFile::new(format!("a.{extension}"), text)).expect("documents are read");
    let internal = loaded.recovered.iter().find(|f| f.kind == FailureKind::Internal);
    assert!(internal.is_none(), "{extension}: {internal:?} in {shown}");
    for (expr, span) in &loaded.program.exprs {
        // Behind an error the parser may point into a character.
        let inside = span.start <= span.end && span.end as usize <= text.len();
        assert!(inside, "{extension}: {expr:?} at {span:?} in {shown}");
    }
    loaded
}

/// Files by path, found next to each other.
struct Folder(Vec<(&'static str, Arc<Module>)>);

impl Modules for Folder {
    fn resolve(&self, _from: &str, specifier: &str) -> Resolved {
        let file = self.0.iter().find(|(path, _)| specifier.strip_prefix("./") == Some(path));
        file.map_or(Resolved::Outside, |(_, module)| Resolved::File(Arc::clone(module)))
    }
}

#[test]
fn the_scripts_of_a_page_share_their_names() {
    let page = r#"<script src="check.js"></script><script src="app.js?v=2"></script>
        <script>
          addEventListener("message", (e) => { if (isApp(e.origin)) document.body.innerHTML = e.data; });
          addEventListener("message", (e) => { if (App.allows(e.origin)) document.body.innerHTML = e.data; });
          addEventListener("message", (e) => { if (other(e.origin)) document.body.innerHTML = e.data; });
        </script>"#;
    let files = [
        ("check.js", "function isApp(origin) { return origin.startsWith(APP); }"),
        ("app.js", "var APP = 'https://app.example.com'; window.App = { allows: (origin) => origin === APP };"),
    ];
    let module = |path, text| Arc::new(Module::read(Arc::new(SourceFile::new(path, text))).expect("readable"));
    let folder = Folder(files.map(|(path, text)| (path, module(path, text))).to_vec());
    let source = Arc::new(SourceFile::new("page.html", page));
    let found = |modules: &dyn Modules| -> Vec<&str> {
        let settings = Settings { persona: Persona::Auditor, ..Settings::default() };
        let report = analyze(&source, &settings, modules);
        let elsewhere = report.elsewhere.iter().map(|other| &other.finding);
        let mut rules: Vec<&str> = report.findings.iter().chain(elsewhere).map(|f| f.rule).collect();
        rules.sort_unstable();
        rules
    };
    let (html, unread) = ("message-to-html", "unauthenticated-listener");
    assert_eq!(found(&NoModules), [html, html, html, unread, unread, unread]);
    assert_eq!(found(&folder), [html, html, html, unread, "weak-origin-check"]);
}

#[test]
fn a_document_may_end_anywhere() {
    for path in files_below("test-corpus/embedded") {
        let text = crate::read(&path);
        let extension = path.rsplit('.').next().unwrap_or_default();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(11) {
            check(if EXTENSIONS.contains(&extension) { extension } else { "html" }, &text[..end]);
        }
    }
}

#[test]
fn noise_is_read_as_something() {
    let tokens = [
        "<",
        ">",
        "/",
        "=",
        "\"",
        "'",
        "`",
        "{",
        "}",
        "{{",
        "}}",
        "<%",
        "<%=",
        "%>",
        "<?php",
        "<![CDATA[",
        "]]>",
        "<!ENTITY",
        "<a xlink:href='javascript:",
        "?>",
        "{#each",
        "{/each}",
        "{@html",
        "{:else}",
        " as ",
        " in ",
        "x",
        "é",
        "\u{1F600}",
        "&amp;",
        "&#x41;",
        "&#0;",
        "&",
        ";",
        "<script",
        "<script>",
        "</script>",
        "<script setup lang=\"ts\">",
        "<template>",
        "</template>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "---\n",
        "<iframe",
        "sandbox",
        "srcdoc=\"<script>a</script>\"",
        "id=x",
        "ref=\"f\"",
        "v-html=\"",
        "v-for=\"",
        "@click=\"",
        ":src=\"",
        "bind:this={",
        "on:message={",
        "onmessage=",
        "onclick=\"",
        "define:vars={{",
        "<svelte:window",
        "<body",
        "\r\n",
        " ",
        "\n",
        "postMessage(",
        ")",
        "=>",
        "function",
        "${",
        "/*",
        "//",
        "\0",
        "\u{feff}",
    ];
    let mut dice = Dice(11);
    for _ in 0..4_000 {
        let text: String = (0..dice.roll(30)).map(|_| dice.pick(&tokens)).collect();
        for extension in EXTENSIONS {
            check(extension, &text);
        }
    }
}

#[test]
fn repetition_takes_linear_time() {
    let start = Instant::now();
    let pieces = [
        "<div>",
        "</div>",
        "<a ",
        "<script>",
        "<script>a</script>",
        "{",
        "{{",
        "}}",
        "{#each a as b}",
        "{@html a}",
        "<!--",
        "<!-- -->",
        "<%",
        "<%= a %>",
        "<?",
        "{%",
        "{{a}}",
        "<style",
        "<template>",
        "<li v-for='a in b' v-html='a'>",
        "<p onclick='a()'>",
        "={",
        "={a}",
        "<iframe srcdoc='",
        "&amp;",
        "<b id=a>",
        "<svelte:window on:message={a}/>",
        "'",
        "\"",
        "`",
    ];
    for piece in pieces {
        for before in ["", "<script>", "<template>", "<p onclick=\"", "<p a={", "---\n"] {
            let text = format!("{before}{}", piece.repeat(5_000));
            for extension in EXTENSIONS {
                let language = Language::of_extension(extension).expect("a document's extension");
                read_markup(&text, language);
            }
        }
    }
    // Some 900 documents of 5 to 150 kB.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn what_nests_is_refused_or_run() {
    let around = |open: &str, inner: &str, close: &str, n: usize| open.repeat(n) + inner + &close.repeat(n);
    for n in [200, 5_000] {
        for (extension, text) in [
            ("html", format!("<script>{}</script>", around("(", "a", ")", n))),
            ("html", format!("<p onclick=\"{}\">", around("[", "a", "]", n))),
            ("html", around("<div onclick=\"a()\">", "<script>onmessage = a</script>", "</div>", n)),
            ("vue", format!("<template>{}</template>", around("<i v-for=\"a in a\">", "<b v-html=\"a\"/>", "</i>", n))),
            ("vue", format!("<template><p v-html=\"{}\"/></template>", around("(", "a", ")", n))),
            ("svelte", around("{#each a as a}", "{@html a}", "{/each}", n)),
            ("svelte", format!("{{@html {}}}", around("(", "a", ")", n))),
            ("astro", format!("<script define:vars={{{{ a: {} }}}}>a</script>", around("[", "a", "]", n))),
        ] {
            check(extension, &text);
            let source = Arc::new(SourceFile::new(format!("a.{extension}"), text));
            let report = analyze(&source, &Settings::default(), &NoModules);
            assert!(report.failures.iter().all(|f| f.kind != FailureKind::Internal), "{:?}", report.failures);
        }
    }
}
#[test]
fn errors_begin_and_end_between_characters() {
    // The parser counts some of its errors from within a character.
    let text = "<script typebabel\">x.postMessage((x++), { transfer: [x] });switch ((x(('\\u20<%= ('ß\\u{', x)) %>28null', e.origin, e))).Number(((x in e.data.type), ('\\u2028')[x]), (async function* (n1, ...n2) {}), ({ [Symbol.iterator]: x, x }).length)) {case Boolean.hash(...x):\nfor (const n3 of ('/'?.(...undefined, ...n3))) {}}";
    let report = analyze(&Arc::new(SourceFile::new("a.xhtml", text)), &Settings::default(), &NoModules);
    let spans: Vec<_> = report.incomplete.iter().filter_map(|incomplete| incomplete.span).collect();
    assert!(!spans.is_empty());
    for span in spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    }
}
