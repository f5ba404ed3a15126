//! Which findings are one entry of a report, which are not, and what counts, personas, suppressions and baselines make of that.

use std::collections::BTreeMap;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::tree;
use crate::cli_config::run_at;

const OPEN: &str = "addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n});\n";

fn project(files: &[(&str, &str)]) -> TempDir {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    tree(&files)
}

fn json(folder: &TempDir, args: &[&str]) -> Value {
    let stdout = run_at(folder.path(), &[&["check", "--format=json"], args].concat()).1;
    serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"))
}

/// The groups of a report, each as `path:line rule` of its leader and then of the others in their order.
fn groups(report: &Value) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<&str, Vec<(bool, usize, String)>> = BTreeMap::new();
    for (order, found) in report["findings"].as_array().expect("a list").iter().enumerate() {
        let text = |key: &str| found[key].as_str().expect("a text");
        let line = format!("{}:{} {}", text("path"), found["start"]["line"], text("rule"));
        let follows = found["leader"] == false;
        groups.entry(text("group")).or_default().push((follows, order, line));
    }
    let mut groups: Vec<Vec<(bool, usize, String)>> = groups.into_values().collect();
    groups.iter_mut().for_each(|group| group.sort());
    for group in &groups {
        assert_eq!(group.iter().filter(|(follows, ..)| !follows).count(), 1, "one leads: {group:?}");
    }
    groups.sort_by_key(|group| group[0].1);
    groups.into_iter().map(|group| group.into_iter().map(|(.., line)| line).collect()).collect()
}

/// The groups that the auditor is shown of one file.
fn of(text: &str) -> Vec<Vec<String>> {
    let groups = groups(&json(&project(&[("a.js", text)]), &["--persona=auditor"]));
    let short = |line: String| line.trim_start_matches("a.js:").to_owned();
    groups.into_iter().map(|group| group.into_iter().map(short).collect()).collect()
}

#[test]
fn what_an_open_listener_lets_in_is_one_entry_led_by_the_check() {
    assert_eq!(of(OPEN), [["1 missing-origin-check", "2 message-to-html"]]);
    let all = "const panel = document.querySelector('iframe');\naddEventListener('message', (event) => {\n  \
               if (!event.origin.startsWith('https://a.example.com')) return;\n  \
               document.body.innerHTML = event.data.html;\n  \
               panel.contentWindow.postMessage(event.data, 'https://b.example.com');\n  \
               event.source.postMessage({ session: sessionStorage.getItem('session') }, event.origin);\n});\n";
    assert_eq!(
        of(all),
        [["3 weak-origin-check", "4 message-to-html", "5 message-relay", "6 reply-to-unchecked-sender"]]
    );
    let wildcard = "addEventListener('message', (event) => {\n  \
                    event.source.postMessage({ token: localStorage.getItem('token') }, '*');\n});\n";
    assert_eq!(of(wildcard), [["1 missing-origin-check", "2 wildcard-sensitive-data"]]);
}

#[test]
fn without_the_check_the_worst_leads() {
    let two = "addEventListener('message', (event) => {\n  localStorage.draft = event.data.draft;\n  \
               document.body.innerHTML = event.data.html;\n});\n";
    let tree = project(&[("a.js", two)]);
    let left = json(&tree, &["--ignore=missing-origin-check"]);
    assert_eq!(groups(&left), [["a.js:3 message-to-html", "a.js:2 message-to-storage"]]);
}

#[test]
fn listeners_of_their_own_are_entries_of_their_own() {
    let two = of(&OPEN.repeat(2));
    assert_eq!(two, [["1 missing-origin-check", "2 message-to-html"], ["4 missing-origin-check", "5 message-to-html"]]);
    let line = "addEventListener('message', (e) => { document.body.innerHTML = e.data; }); \
                addEventListener('message', (e) => { document.title = e.data; eval(e.data); });\n";
    assert_eq!(of(line).len(), 2, "lines say nothing");
}

#[test]
fn what_a_check_of_the_sender_would_leave_stands_alone() {
    let told_others = "addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n  \
                       parent.postMessage({ token: localStorage.getItem('token') }, '*');\n});\n";
    assert_eq!(
        of(told_others),
        [vec!["1 missing-origin-check", "2 message-to-html"], vec!["3 wildcard-sensitive-data"]]
    );
    let guarded = "addEventListener('message', (event) => {\n  if (event.data.size) localStorage.size = event.data.size;\n  \
                   if (event.origin !== 'https://a.example.com') return;\n  \
                   document.body.innerHTML = event.data.html;\n});\n";
    let guarded = of(guarded);
    assert!(guarded.contains(&vec!["4 message-to-html".to_owned()]), "{guarded:?}");
    let answer = "const TO = '*';\nparent.postMessage({ token: localStorage.getItem('token') }, TO);\n\
                  addEventListener('message', (event) => {\n  \
                  event.source.postMessage({ token: localStorage.getItem('token') }, TO);\n});\n";
    assert_eq!(
        of(answer),
        [["1 wildcard-sensitive-data"], ["3 missing-origin-check"]],
        "what is sent without being asked is no answer"
    );
    let port = "addEventListener('message', (event) => {\n  document.body.innerHTML = event.data;\n});\n\
                const { port1, port2 } = new MessageChannel();\nport1.addEventListener('message', console.log);\n\
                worker.postMessage(0, [port2]);\n";
    assert_eq!(of(port).iter().filter(|group| group.len() > 1).count(), 1);
}

#[test]
fn a_check_that_listeners_share_is_mended_once() {
    let shared = "const isOurs = (event) => event.origin.includes('a.example.com');\n\
                  addEventListener('message', (event) => {\n  if (!isOurs(event)) return;\n  \
                  document.body.innerHTML = event.data.html;\n});\n\
                  addEventListener('message', (event) => {\n  if (!isOurs(event)) return;\n  eval(event.data.code);\n});\n";
    assert_eq!(of(shared), [["1 weak-origin-check", "4 message-to-html", "8 message-to-code"]]);
}

#[test]
fn a_sink_that_open_listeners_share_makes_them_no_one() {
    let shared = "function show(html) {\n  document.body.innerHTML = html;\n}\n\
                  addEventListener('message', (event) => {\n  show(event.data.a);\n});\n\
                  addEventListener('message', (event) => {\n  show(event.data.b);\n});\n";
    assert_eq!(of(shared), [vec!["4 missing-origin-check", "2 message-to-html"], vec!["7 missing-origin-check"]]);
}

const PAGE: &str = "import { show } from './show.js';\naddEventListener('message', (event) => {\n  \
                    show(event.data.html);\n});\n";
const SHOW: &str = "export function show(html) {\n  document.querySelector('#out').innerHTML = html;\n}\n";

#[test]
fn a_flow_through_files_is_one_entry() {
    let tree = project(&[("src/page.js", PAGE), ("src/show.js", SHOW)]);
    let one = [["src/page.js:2 missing-origin-check", "src/show.js:2 message-to-html"]];
    assert_eq!(groups(&json(&tree, &[])), one);
    let (status, text, _) = run_at(tree.path(), &["check", "--color=never"]);
    assert_eq!(status, 1);
    assert_eq!(text.matches("high[").count(), 1, "{text}");
    assert!(text.contains("and in src/show.js") && text.contains("message data reaches `innerHTML`"), "{text}");
    assert!(text.contains("\n  rules: missing-origin-check, message-to-html\n"), "{text}");
    assert!(text.contains("\n1 finding: 1 high, 0 medium, 0 low; "), "{text}");
    let concise = run_at(tree.path(), &["check", "--format=concise"]).1;
    assert!(concise.lines().count() == 1 && concise.ends_with(" (+message-to-html)\n"), "{concise}");
    let again = project(&[("src/page.js", PAGE), ("src/other.js", PAGE), ("src/show.js", SHOW)]);
    assert_eq!(
        groups(&json(&again, &[])),
        [
            vec!["src/other.js:2 missing-origin-check", "src/show.js:2 message-to-html"],
            vec!["src/page.js:2 missing-origin-check"]
        ],
        "two importers are two flaws, and what both reach is named once"
    );
}

#[test]
fn a_group_counts_once() {
    let tree = project(&[("a.js", OPEN), ("b.js", "parent.postMessage({ token: view.token }, '*');\n")]);
    let summary = &json(&tree, &[])["summary"];
    assert_eq!(summary["findings"], serde_json::json!({ "high": 2, "medium": 1, "low": 0 }));
    let unshown = serde_json::json!({ "pedantic": 0, "auditor": 0 });
    let entries = serde_json::json!(
        { "high": 1, "medium": 1, "low": 0, "unshown": unshown, "suppressed": 0, "known": 0 }
    );
    assert_eq!(summary["entries"], entries);
    for format in ["github", "gitlab", "junit", "checkstyle", "rdjson", "concise"] {
        let out = run_at(tree.path(), &["check", &format!("--format={format}")]).1;
        assert!(out.contains("message-to-html"), "{format} names the member: {out}");
        assert!(out.contains("missing-origin-check") && out.contains("wildcard-sensitive-data"), "{format}: {out}");
    }
    let junit = run_at(tree.path(), &["check", "--format=junit"]).1;
    assert!(junit.contains("tests=\"2\" failures=\"2\""), "{junit}");
    let gitlab: Value = serde_json::from_str(&run_at(tree.path(), &["check", "--format=gitlab"]).1).expect("JSON");
    assert_eq!(gitlab.as_array().map(Vec::len), Some(2));
    let sarif: Value = serde_json::from_str(&run_at(tree.path(), &["check", "--format=sarif"]).1).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let leads: Vec<&Value> = results.iter().map(|result| &result["properties"]["leader"]).collect();
    assert_eq!((leads.len(), leads.iter().filter(|leads| **leads == true).count()), (3, 2));
}

#[test]
fn an_entry_is_as_bad_as_the_worst_of_it() {
    let config = "[rules]\nmissing-origin-check = 'low'\n";
    let tree = project(&[("originlint.toml", config), ("a.js", OPEN)]);
    let report = json(&tree, &[]);
    assert_eq!(
        (&report["findings"][0]["severity"], &report["findings"][1]["severity"]),
        (&"low".into(), &"high".into())
    );
    assert_eq!((&report["summary"]["entries"]["high"], &report["summary"]["entries"]["low"]), (&1.into(), &0.into()));
    let (status, concise, _) = run_at(tree.path(), &["check", "--format=concise", "--fail-on=high"]);
    assert_eq!(status, 1, "{concise}");
    assert!(concise.starts_with("a.js:1:1: high[missing-origin-check]"), "{concise}");
}

#[test]
fn a_suppressed_leader_takes_along_what_is_no_worse() {
    let ignore = |rule: &str| format!("// originlint-ignore {rule}: it shows what anybody likes\n");
    let led = format!("{}{OPEN}", ignore("missing-origin-check"));
    let inside = OPEN.replace("  document", &format!("  {}  document", ignore("message-to-html")));
    let both = format!("{}{inside}", ignore("missing-origin-check"));
    let found = |config: &str, text: &str| {
        let tree = project(&[("originlint.toml", config), ("a.js", text)]);
        let report = json(&tree, &[]);
        let (summary, groups) = (&report["summary"], groups(&report));
        let hidden = ["suppressed"].map(|key| (summary[key].clone(), summary["entries"][key].clone()));
        (groups.concat().join(" "), hidden[0].0.as_u64(), hidden[0].1.as_u64())
    };
    assert_eq!(found("", &led), (String::new(), Some(2), Some(1)));
    assert_eq!(found("", &inside), ("a.js:1 missing-origin-check".to_owned(), Some(1), Some(1)));
    assert_eq!(found("", &both), (String::new(), Some(2), Some(1)), "and neither comment is in vain");
    let lower = "[rules]\nmissing-origin-check = 'low'\n";
    assert_eq!(found(lower, &led), ("a.js:3 message-to-html".to_owned(), Some(1), Some(1)), "what is worse stays");
    assert_eq!(found(lower, &both), (String::new(), Some(2), Some(1)));
    let tree = project(&[("a.js", &led)]);
    assert_eq!(run_at(tree.path(), &["check"]).0, 0);
    assert!(run_at(tree.path(), &["check"]).1.starts_with("no findings (1 suppressed); "));
}

#[test]
fn a_suppression_in_one_file_takes_along_what_lies_in_another() {
    let ignored = PAGE.replace("add", "// originlint-ignore missing-origin-check: a preview\nadd");
    let tree = project(&[("src/page.js", &ignored), ("src/show.js", SHOW)]);
    assert_eq!(groups(&json(&tree, &[])), [[""; 0]; 0]);
    let other = PAGE.replace("html", "text");
    let tree = project(&[("src/page.js", &ignored), ("src/other.js", &other), ("src/show.js", SHOW)]);
    assert_eq!(
        groups(&json(&tree, &[])),
        [["src/other.js:2 missing-origin-check", "src/show.js:2 message-to-html"]],
        "unless it is reached from elsewhere"
    );
}

#[test]
fn each_persona_is_shown_what_is_for_it_of_a_group() {
    let answered = "let draft = '';\nexport const write = (text) => { draft = text; };\naddEventListener('message', (event) => {\n  \
                    document.body.innerHTML = event.data.html;\n  \
                    event.source.postMessage({ type: 'draft', draft }, event.origin);\n});\n";
    let tree = project(&[("a.js", answered)]);
    let led = ["a.js:3 missing-origin-check", "a.js:4 message-to-html", "a.js:5 reply-to-unchecked-sender"];
    let regular = json(&tree, &[]);
    assert_eq!(groups(&regular), [&led[..2]]);
    let summary = &regular["summary"];
    assert_eq!((&summary["unshown"]["pedantic"], &summary["entries"]["unshown"]["pedantic"]), (&1.into(), &0.into()));
    assert!(!run_at(tree.path(), &["check"]).1.contains("more with"), "there is no further entry");
    assert_eq!(groups(&json(&tree, &["--persona=pedantic"])), [&led]);
    let alone = json(&tree, &["--ignore=missing-origin-check,message-to-html"]);
    assert_eq!((groups(&alone).len(), &alone["summary"]["entries"]["unshown"]["pedantic"]), (0, &1.into()));
}

#[test]
fn what_others_are_shown_is_as_many_entries_as_was_said() {
    let mixed = "addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n  \
                 fetch('/api', { credentials: 'include' });\n});\n\
                 parent.postMessage(document.title, 'http://app.example.com');\n";
    let tree = project(&[("package.json", "{}"), ("src/a.js", mixed), ("examples/a.js", OPEN), ("src/b.js", OPEN)]);
    let count = |persona: &str| {
        let summary = json(&tree, &[&format!("--persona={persona}")])["summary"].clone();
        let shown = ["high", "medium", "low"].map(|key| summary["entries"][key].as_u64().expect("a count"));
        let unshown = ["pedantic", "auditor"].map(|key| summary["entries"]["unshown"][key].as_u64().expect("a count"));
        (shown.iter().sum::<u64>(), unshown)
    };
    assert_eq!((count("regular"), count("pedantic"), count("auditor")), ((2, [1, 1]), (3, [0, 1]), (4, [0, 0])));
}

#[test]
fn what_is_for_everybody_leads_where_the_check_is_not() {
    // The listener is an example's, and so for the auditor; where its messages end, the project's own code is.
    let example = PAGE.replace("./show.js", "../src/show.js");
    let tree = project(&[
        ("package.json", "{}"),
        ("examples/page.js", &example),
        ("src/show.js", SHOW),
        ("src/a.js", "postMessage;"),
    ]);
    let regular = json(&tree, &[]);
    assert_eq!(groups(&regular), [["src/show.js:2 message-to-html"]]);
    assert_eq!(regular["summary"]["entries"]["unshown"]["auditor"], 0, "it is no further entry");
    assert_eq!(regular["summary"]["unshown"]["auditor"], 1);
    let auditor = json(&tree, &["--persona=auditor"]);
    assert_eq!(groups(&auditor), [["src/show.js:2 message-to-html", "examples/page.js:2 missing-origin-check"]]);
}

#[test]
fn a_known_finding_that_gets_worse_is_new() {
    let mild = "export function show(html) {\n  localStorage.draft = html;\n}\n";
    let worse = mild.replace("}\n", "  document.querySelector('#out').innerHTML = html;\n}\n");
    let tree = project(&[("src/page.js", PAGE), ("src/show.js", mild)]);
    let known = |args: &[&str]| json(&tree, &[args, &["--baseline=known.json"]].concat());
    let write = |text: &str| std::fs::write(tree.path().join("src/show.js"), text).expect("it can be written");
    let report = known(&["--write-baseline"]);
    assert_eq!((&report["summary"]["known"], &report["summary"]["entries"]["known"]), (&2.into(), &1.into()));
    assert_eq!(groups(&known(&[])), [[""; 0]; 0]);
    write(&worse);
    let report = known(&[]);
    assert_eq!(groups(&report), [["src/page.js:2 missing-origin-check", "src/show.js:3 message-to-html"]]);
    assert_eq!(report["summary"]["known"], 1, "what is stored is as bad as it was");
    known(&["--write-baseline"]);
    write(mild);
    assert_eq!(groups(&known(&[])), [[""; 0]; 0], "what became better is known");
    let baseline = tree.path().join("known.json");
    let text = std::fs::read_to_string(&baseline).expect("it is there");
    assert!(text.contains("\"severity\": \"high\""), "{text}");
    let old = text.replace("\"severity\": \"high\", ", "").replace("\"severity\": \"medium\", ", "");
    std::fs::write(&baseline, old).expect("it can be written");
    write(&worse);
    assert_eq!(groups(&known(&[])), [[""; 0]; 0], "an older baseline does not tell");
}

/// A module with a listener among other things, as somebody writes it.
const WIDGET: &str = r#"// The widget that a shop shows.
const CONTAINER = document.querySelector(".widget");
function track(name, details) {
  navigator.sendBeacon("/statistics", JSON.stringify({ name, details, page: location.pathname }));
}
function resize(height) {
  CONTAINER.style.height = `${height}px`;
  CONTAINER.dataset.resized = "yes";
}
window.addEventListener("message", (event) => {
  const { kind, markup, height } = event.data;
  if (kind === "content") CONTAINER.innerHTML = markup;
  if (kind === "height") resize(height);
});
document.addEventListener("visibilitychange", () => track("visibility", document.visibilityState));
export const start = (options) => {
  CONTAINER.classList.add(options.theme, "widget-started");
  track("start", options);
};
"#;
/// The same, as a minifier writes it.
const MINIFIED: &str = "const e=document.querySelector(\".widget\");function t(e,t){navigator.sendBeacon(\"/statistics\",\
    JSON.stringify({name:e,details:t,page:location.pathname}))}function n(t){e.style.height=`${t}px`,e.dataset.resized=\"yes\"}\
    window.addEventListener(\"message\",(t=>{const{kind:i,markup:a,height:s}=t.data;\"content\"===i&&(e.innerHTML=a),\
    \"height\"===i&&n(s)})),document.addEventListener(\"visibilitychange\",(()=>t(\"visibility\",document.visibilityState)));\
    export const start=n=>{e.classList.add(n.theme,\"widget-started\"),t(\"start\",n)};\n";

#[test]
fn what_is_built_of_a_source_is_an_entry_with_it() {
    let tree = project(&[("package.json", "{}"), ("src/widget.js", WIDGET), ("dist/widget.min.js", MINIFIED)]);
    let auditor = json(&tree, &["--persona=auditor"]);
    let led = [
        "src/widget.js:10 missing-origin-check",
        "dist/widget.min.js:1 missing-origin-check",
        "dist/widget.min.js:1 message-to-html",
        "src/widget.js:12 message-to-html",
    ];
    assert_eq!(groups(&auditor), [led], "the source leads: it is mended there");
    assert_eq!(auditor["summary"]["entries"]["high"], 1);
    let (_, text, _) = run_at(tree.path(), &["check", "--persona=auditor"]);
    assert!(
        text.contains("\n  rules: missing-origin-check, message-to-html\n  also in: dist/widget.min.js:1:"),
        "{text}"
    );
    let concise = run_at(tree.path(), &["check", "--persona=auditor", "--format=concise"]).1;
    assert!(concise.contains("(+message-to-html) (also in dist/widget.min.js:1:") && concise.lines().count() == 1);
    let regular = json(&tree, &[]);
    assert_eq!(groups(&regular), [[led[0], led[3]]]);
    assert_eq!(regular["summary"]["entries"]["unshown"]["auditor"], 0, "the auditor sees no further entry");
    let comment = "// originlint-ignore missing-origin-check: it shows a preview\nwindow.addEventListener";
    let ignored = WIDGET.replace("window.addEventListener", comment);
    let tree = project(&[("package.json", "{}"), ("src/widget.js", &ignored), ("dist/widget.min.js", MINIFIED)]);
    assert_eq!(groups(&json(&tree, &["--persona=auditor"])), [[""; 0]; 0], "what is accepted there is accepted here");
}

#[test]
fn builds_for_module_systems_and_browsers_are_one_entry() {
    let common = WIDGET.replace("export const start =", "exports.start =");
    let of = |files: &[(&str, &str)]| groups(&json(&project(files), &["--persona=auditor", "--generated", "--tests"]));
    let modules = of(&[("lib/widget.mjs", WIDGET), ("lib/widget.cjs", &format!("'use strict';\n{common}"))]);
    assert_eq!((modules.len(), modules[0].len()), (1, 4), "{modules:?}");
    let extension =
        |name: &str| WIDGET.replace("navigator.sendBeacon(\"/statistics\", ", &format!("{name}.runtime.sendMessage("));
    let browsers = of(&[("chrome/page.js", &extension("chrome")), ("firefox/page.js", &extension("browser"))]);
    assert_eq!((browsers.len(), browsers[0].len()), (1, 4), "{browsers:?}");
}

#[test]
fn flaws_that_only_look_alike_stay_apart() {
    let of = |files: &[(&str, &str)]| groups(&json(&project(files), &["--persona=auditor"]));
    assert_eq!(of(&[("a.js", OPEN), ("b.js", OPEN)]).len(), 2, "a few lines are alike by chance");
    // Somebody has copied the listener to a file that is otherwise about something else.
    let start = WIDGET.find("window.").expect("it is there");
    let listener = &WIDGET[start..WIDGET.find("document.addEventListener").expect("it is there")];
    let other = format!(
        "const CONTAINER = document.getElementById('cart');\nconst prices = new Map();\n\
         export const total = () => [...prices.values()].reduce((sum, price) => sum + price.amount * price.count, 0);\n\
         fetch('/cart').then((answer) => answer.json()).then((cart) => cart.items.forEach((item) => prices.set(item.id, item)));\n\
         function resize(height) {{ CONTAINER.style.maxHeight = height + 'px'; }}\n{listener}"
    );
    assert_eq!(of(&[("a.js", WIDGET), ("b.js", &other)]).len(), 2, "{other}");
    let elsewhere = WIDGET.replace("CONTAINER.innerHTML = markup", "CONTAINER.srcdoc = markup; eval(markup)");
    assert_eq!(of(&[("a.js", WIDGET), ("b.js", &elsewhere)]).len(), 2, "the messages end elsewhere");
    let checked = WIDGET.replace("  const {", "  if (!event.origin.endsWith('shop.example.com')) return;\n  const {");
    assert_eq!(of(&[("a.js", WIDGET), ("b.js", &checked)]).len(), 2, "another check is to be mended");
    let twice = format!("{WIDGET}{}", listener.replace("\"content\"", "\"footer\"").replace("markup", "legal"));
    let once_more = of(&[("a.js", WIDGET), ("b.js", &twice)]);
    assert_eq!(once_more.iter().map(Vec::len).collect::<Vec<_>>(), [4, 2], "one of two is the same: {once_more:?}");
}

#[test]
fn outputs_of_compilers_are_grouped_by_their_source_alone() {
    let folder = crate::root().join("test-corpus/compiled");
    let args = ["check", "--format=json", "--persona=auditor", "--generated", "--no-config", "src", "out"];
    let report: Value = serde_json::from_str(&run_at(&folder, &args).1).expect("JSON");
    let mut several = 0;
    for group in groups(&report) {
        let stem = |line: &String| line.split('.').next().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
        let stems: std::collections::BTreeSet<_> = group.iter().map(stem).collect();
        assert_eq!(stems.len(), 1, "{group:?}");
        let paths: std::collections::BTreeSet<_> = group.iter().filter_map(|line| line.split(':').next()).collect();
        several += usize::from(paths.len() > 1);
    }
    assert!(several >= 8, "{several} groups are in several files");
}
