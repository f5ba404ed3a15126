//! Suppressions as a user meets them: what the report, the summary and the status make of them.

use serde_json::Value;

use crate::cli::{run, text, tree};

const SUPPRESSED: &[u8] =
    b"// originlint-ignore wildcard-sensitive-data: public\nwindow.parent.postMessage(view.authToken, '*');\n";

#[test]
fn what_is_suppressed_is_counted_and_fails_nothing() {
    let tree = tree(&[("a.js", SUPPRESSED)]);
    let (status, stdout, _) = run(&["check", text(tree.path())]);
    assert_eq!(status, 0, "{stdout}");
    assert!(stdout.starts_with("no findings (1 suppressed); 1 file scanned"), "{stdout}");
    let json: Value = serde_json::from_str(&run(&["check", "--format=json", text(tree.path())]).1).expect("JSON");
    assert_eq!(json["summary"]["suppressed"], 1);
}

#[test]
fn no_suppressions_shows_what_is_hidden() {
    let tree = tree(&[("a.js", SUPPRESSED)]);
    let (status, stdout, _) = run(&["check", "--no-suppressions", "--format=concise", text(tree.path())]);
    assert_eq!(status, 1);
    assert!(stdout.contains("a.js:2:43: medium[wildcard-sensitive-data]"), "{stdout}");
}

#[test]
fn a_reason_may_stand_behind_two_dashes() {
    let source = b"// originlint-ignore wildcard-sensitive-data -- public: anybody may read it\n\
                   window.parent.postMessage(view.authToken, '*');\n// originlint-ignore message-to-html --\n";
    let tree = tree(&[("a.js", source)]);
    let (status, stdout, _) = run(&["check", "--format=concise", text(tree.path())]);
    assert_eq!(status, 1);
    assert!(stdout.contains("a.js:3:4: medium[invalid-suppression]") && stdout.lines().count() == 1, "{stdout}");
    let (_, stdout, _) = run(&["check", "--no-ignores", "--format=concise", text(tree.path())]);
    assert!(stdout.contains("a.js:2:43: medium[wildcard-sensitive-data]"), "the old name of the option: {stdout}");
}

#[test]
fn suppressions_are_written_for_what_is_found() {
    let listen = b"const app = 1;\nwindow.addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n});\n";
    let page = b"<!doctype html>\n<p>Hello</p>\n<button onclick=\"window.parent.postMessage(page.authToken, '*')\">x</button>\n";
    let tree =
        tree(&[("a.js", b"window.parent.postMessage(view.authToken, '*');\n"), ("b.js", listen), ("c.html", page)]);
    let at = text(tree.path());
    let (status, stdout, _) = run(&["check", "--add-suppressions", "known since 2024", "--diff", at]);
    assert_eq!(status, 1);
    assert!(stdout.contains("+// originlint-ignore wildcard-sensitive-data: known since 2024\n"), "{stdout}");
    let (status, stdout, stderr) = run(&["check", "--add-suppressions", "known since 2024", at]);
    assert_eq!((status, stderr.as_str()), (0, "originlint: suppressed 4 findings in 3 files\n"), "{stdout}");
    assert_eq!(run(&["check", at]).0, 0);
    let written = |name: &str| std::fs::read_to_string(tree.path().join(name)).expect("a file");
    let comment = "  // originlint-ignore message-to-html: known since 2024\n  document";
    assert!(written("b.js").contains(comment), "{}", written("b.js"));
    assert!(
        written("c.html").contains("<!-- originlint-ignore wildcard-sensitive-data: known since 2024 -->\n<button")
    );
    for reason in ["", "a\nb", "a */ b"] {
        assert_eq!(run(&["check", "--add-suppressions", reason, at]).0, 2, "{reason:?}");
    }
}

#[test]
fn a_suppression_that_is_none_or_in_vain_is_a_finding() {
    let source = b"// originlint-ignore wildcard-sensitive-data\nwindow.parent.postMessage(view.authToken, '*');\n\
                   // originlint-ignore port-not-started: no port here\n";
    let tree = tree(&[("a.js", source)]);
    let (status, stdout, _) = run(&["check", "--format=concise", text(tree.path())]);
    assert_eq!(status, 1);
    let rules: Vec<_> = stdout.lines().map(|line| line.split(['[', ']']).nth(1).expect("a rule")).collect();
    assert_eq!(rules, ["invalid-suppression", "wildcard-sensitive-data", "unused-suppression"], "{stdout}");
    let (status, _, _) = run(&["check", "--fail-on=high", text(tree.path())]);
    assert_eq!(status, 0);
}

#[test]
fn a_file_without_messaging_is_read_for_its_suppressions() {
    let tree = tree(&[("a.js", b"// originlint-ignore message-to-html: gone\nexport const a = 1;\n")]);
    let (status, stdout, _) = run(&["check", "--format=concise", text(tree.path())]);
    assert_eq!(status, 1);
    assert!(stdout.contains("low[unused-suppression]"), "{stdout}");
}

#[test]
fn comments_of_other_tools_have_no_say() {
    let source = b"/* eslint-disable */\nwindow.parent.postMessage(view.authToken, '*'); // eslint-disable-line\n";
    let tree = tree(&[("a.js", source)]);
    assert_eq!(run(&["check", text(tree.path())]).0, 1);
}

#[test]
fn comments_of_markup_and_several_rules_count() {
    let jsx = b"export const A = () => <div>\n  {/* originlint-ignore wildcard-sensitive-data: public */}\n  \
        <i onClick={() => window.parent.postMessage(view.authToken, '*')} />\n</div>;\n";
    let page = b"<!-- originlint-ignore wildcard-sensitive-data: public -->\n\
        <button onclick=\"window.parent.postMessage(view.authToken, '*')\">x</button>\n\
        <script>/* originlint-ignore wildcard-sensitive-data: public */ parent.postMessage(view.authToken, '*');</script>\n";
    let several = b"// originlint-ignore missing-origin-check, message-to-html: a sandboxed demo\n\
        onmessage = (event) => { document.body.innerHTML = event.data; };\n";
    let whole = b"parent.postMessage(view.authToken, '*');\n\
        /* originlint-ignore-file wildcard-sensitive-data: nothing here is secret */\nopener.postMessage(view.authToken, '*');\n";
    let tree = tree(&[("a.jsx", jsx), ("b.html", page), ("c.js", several), ("d.js", whole)]);
    let (status, stdout, _) = run(&["check", text(tree.path())]);
    assert_eq!(status, 0, "{stdout}");
    assert!(stdout.starts_with("no findings (6 suppressed); 4 files"), "{stdout}");
    assert_eq!(run(&["check", "--no-suppressions", "--format=concise", text(tree.path())]).1.lines().count(), 6);
}

#[test]
fn a_suppression_for_a_whole_file_does_not_wait_behind_a_bound() {
    let chain: String = (0..400).map(|i| format!("function f{i}(d) {{ f{}(d); }}\n", i + 1)).collect();
    let code = format!("{chain}function f400(d) {{ eval(d); }}\nonmessage = (e) => {{ f0(e.data); }};\n");
    let unused = |comment: &str, more: &str| {
        let tree = tree(&[("a.js", format!("// {comment} message-to-code: it is ours\n{code}{more}").as_bytes())]);
        let stdout = run(&["check", "--format=json", text(tree.path())]).1;
        let json: Value = serde_json::from_str(&stdout).expect("JSON");
        assert_ne!(json["incomplete"], serde_json::json!([]), "the flaw lies behind a bound");
        let findings = json["findings"].as_array().expect("an array").clone();
        findings.into_iter().find(|finding| finding["rule"] == "unused-suppression")
    };
    let found = unused("originlint-ignore-file", "").expect("it hides nothing in any run");
    assert_eq!(found["message"], "message-to-code reports nothing in this file, as far as it could be analysed");
    assert_eq!(found["fixes"][0]["applicability"], "unsafe");
    assert!(unused("originlint-ignore", "").is_none(), "its line may lie behind the bound");
    assert!(unused("originlint-ignore-file", "postMessage(").is_none(), "nor in half a file");
    let import = "import { show } from './missing.js';\naddEventListener('message', (e) => show(e.data));\n";
    assert!(unused("originlint-ignore-file", import).is_none(), "nor where a file is missing");
}
