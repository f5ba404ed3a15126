//! For whom a finding is: what each persona is shown, what is counted instead, and that suppressions and baselines serve all of them.

use serde_json::Value;

use crate::cli::{binary, fed, text, tree};
use crate::cli_config::run_at;

/// A finding for the pedantic persona, and none for the regular one.
const HYGIENE: &[u8] = b"parent.postMessage(document.title, 'http://app.example.com');\n";
/// A finding for everybody.
const FLAW: &[u8] = b"addEventListener('message', (event) => {\n  document.body.innerHTML = event.data;\n});\n";

/// The status, and the lines of the report that are no excerpt.
fn lines(folder: &std::path::Path, args: &[&str]) -> (i32, Vec<String>) {
    let (status, stdout, stderr) =
        run_at(folder, &[&["check", "--format=concise", "--output=text=out.txt"], args].concat());
    assert!(status < 2, "{stderr}");
    let report = std::fs::read_to_string(folder.join("out.txt")).expect("a report");
    let (_, closing) = report.rsplit_once("\n\n").unwrap_or(("", &report));
    let places = stdout.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    let closing = closing.trim_start().lines().map(|line| line.split("; ").next().unwrap_or_default().to_owned());
    (status, places.chain(closing).chain(stderr.lines().map(str::to_owned)).collect())
}

#[test]
fn what_is_for_another_persona_is_counted_and_fails_nothing() {
    let tree = tree(&[("a.js", HYGIENE), ("b.js", FLAW)]);
    let hygiene = "a.js:1:36: low[insecure-target-origin]";
    let (status, shown) = lines(tree.path(), &["a.js"]);
    assert_eq!((status, shown), (0, ["no findings", "1 more with --persona pedantic"].map(str::to_owned).to_vec()));
    for persona in ["pedantic", "auditor"] {
        let (status, shown) = lines(tree.path(), &["a.js", &format!("--persona={persona}")]);
        assert_eq!((status, shown[0].as_str(), shown.len()), (1, hygiene, 2), "{shown:?}");
    }
    let (status, shown) = lines(tree.path(), &["--fail-on=high"]);
    assert_eq!(status, 1);
    assert!(!shown.contains(&hygiene.to_owned()) && shown.contains(&"1 more with --persona pedantic".to_owned()));

    let json = |args: &[&str]| -> Value {
        let stdout = run_at(tree.path(), &[&["check", "--format=json"], args].concat()).1;
        serde_json::from_str(&stdout).expect("JSON")
    };
    let summary = &json(&["a.js"])["summary"];
    assert_eq!((&summary["persona"], &summary["unshown"]["pedantic"]), (&"regular".into(), &1.into()));
    let all = json(&["a.js", "--persona=auditor"]);
    assert_eq!(all["findings"][0]["persona"], "pedantic");
    assert_eq!(all["summary"]["unshown"], serde_json::json!({ "pedantic": 0, "auditor": 0 }));
    let sarif: Value = {
        let stdout = run_at(tree.path(), &["check", "--format=sarif", "--persona=pedantic", "a.js"]).1;
        serde_json::from_str(&stdout).expect("JSON")
    };
    assert_eq!(sarif["runs"][0]["results"][0]["properties"]["persona"], "pedantic");
    assert!(run_at(tree.path(), &["check", "--persona=pedantic", "--format=github"]).1.contains("(low%2C pedantic)"));
    assert!(run_at(tree.path(), &["check", "--persona=pedantic", "a.js"]).1.contains("\n  persona: pedantic\n"));
    assert_eq!(run_at(tree.path(), &["check", "--persona=pedantic", "--pedantic"]).0, 2, "one or the other");
}

#[test]
fn the_answers_of_a_stream_are_for_a_persona() {
    let record = serde_json::json!({ "path": "a.js", "text": String::from_utf8_lossy(HYGIENE) }).to_string();
    let answer = |persona: &str| -> Value {
        let mut stream = binary();
        stream.args(["stream", "--no-config", "--jobs=1", persona]);
        serde_json::from_str(&fed(&mut stream, format!("{record}\n").as_bytes()).1).expect("JSON")
    };
    let (regular, auditor) = (answer("--persona=regular"), answer("--persona=auditor"));
    assert_eq!((regular["findings"].as_array().map(Vec::len), &regular["unshown"]["pedantic"]), (Some(0), &1.into()));
    assert_eq!((&auditor["findings"][0]["persona"], &auditor["unshown"]["pedantic"]), (&"pedantic".into(), &0.into()));
}

#[test]
fn a_suppression_of_what_is_not_shown_is_used() {
    let suppressed = [b"// originlint-ignore insecure-target-origin: an old page\n", HYGIENE].concat();
    let tree = tree(&[("a.js", &suppressed), ("b.js", &suppressed[..57])]);
    let (_, shown) = lines(tree.path(), &["a.js"]);
    assert_eq!(shown, ["no findings"], "neither is it called unused, nor counted");
    let (_, shown) = lines(tree.path(), &["a.js", "--persona=pedantic"]);
    assert_eq!(shown, ["no findings (1 suppressed)"]);
    let (_, shown) = lines(tree.path(), &["b.js"]);
    assert_eq!(shown[0], "b.js:1:22: low[unused-suppression]", "for all personas it hides nothing");
}

#[test]
fn a_baseline_serves_every_persona() {
    let tree = tree(&[("a.js", HYGIENE), ("b.js", FLAW)]);
    let known = |args: &[&str]| lines(tree.path(), &[args, &["--baseline=known.json"]].concat()).1;
    let entries = || {
        let text = std::fs::read_to_string(text(&tree.path().join("known.json"))).expect("a baseline");
        text.matches("\"rule\"").count()
    };
    assert_eq!(
        known(&["--write-baseline"]),
        ["no findings (1 known)", "1 more with --persona pedantic", "originlint: known.json: 2 entries"]
    );
    assert_eq!(known(&["--write-baseline", "--persona=pedantic"])[0], "no findings (2 known)");
    assert_eq!(known(&[]), ["no findings (1 known)"], "what is known is not counted as more, nor called repaired");
    assert_eq!(known(&["--prune-baseline"]), ["no findings (1 known)"]);
    known(&["--write-baseline"]);
    assert_eq!(entries(), 3, "a run for one persona forgets nothing of another's");
    std::fs::write(tree.path().join("a.js"), "parent;\n").expect("it can be written");
    assert_eq!(
        known(&["--prune-baseline"]).last().map(String::as_str),
        Some("originlint: known.json: 1 entry no longer matches a finding; removed")
    );
    assert_eq!(entries(), 2);
}

#[test]
fn what_is_not_sure_enough_is_left_out() {
    // Whether a session is secret as a whole, its name alone does not say.
    let doubtful = b"export const tell = (session) => parent.postMessage(session, '*');\n";
    let tree = tree(&[("a.js", doubtful)]);
    assert_eq!(lines(tree.path(), &[]).1[0], "a.js:1:62: medium[wildcard-sensitive-data]");
    for (least, expected) in [("low", 1), ("medium", 0), ("high", 0)] {
        assert_eq!(run_at(tree.path(), &["check", &format!("--min-confidence={least}")]).0, expected, "{least}");
    }
}
