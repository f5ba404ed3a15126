//! Asks node what JavaScript does. Shares no code with what it is to judge.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Evaluates every case and prints the values as one JSON array.
///
/// JSON has no `undefined`, no NaN and no exceptions: they become `$undefined`, `$NaN` and `$throws`.
const SCRIPT: &str = concat!(
    include_str!("show.js"),
    r"
const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const compiled = new Map();
const run = ({ expr, bindings }) => {
  const key = expr + '\0' + Object.keys(bindings);
  if (!compiled.has(key)) compiled.set(key, new Function(...Object.keys(bindings), 'return (' + expr + ')'));
  try { return show(compiled.get(key)(...Object.values(bindings))); } catch { return '$throws'; }
};
process.stdout.write(JSON.stringify(cases.map(run)));
"
);

/// Whether node is installed. Where it is not, a test that asks it passes and says so, except in CI.
pub(crate) fn is_here() -> bool {
    let is_here = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(is_here || std::env::var_os("CI").is_none(), "node is missing");
    if !is_here {
        // What a passing test prints is not shown, unless it is written past the test runner.
        let name = std::thread::current().name().unwrap_or("a test").to_owned();
        let _ = writeln!(std::io::stderr(), "skipped, because node is not installed: {name}");
    }
    is_here
}

/// A JavaScript expression and the values of its free names.
pub(crate) fn case(expr: &str, bindings: &Value) -> Value {
    json!({ "expr": expr, "bindings": bindings })
}

/// The value of each case, evaluated by one node process.
pub(crate) fn eval_all(cases: &[Value]) -> Vec<Value> {
    let mut child = Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node must be installed: the tests ask it what JavaScript does");
    let input = serde_json::to_vec(cases).expect("cases are JSON");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(&input).expect("node reads its input");
    drop(stdin);
    let output = child.wait_with_output().expect("node runs");
    assert!(output.status.success(), "node failed");
    let values: Vec<Value> = serde_json::from_slice(&output.stdout).expect("node prints an array");
    assert_eq!(values.len(), cases.len());
    values
}

/// Fails with the first dozen cases whose value is another one in node than what was computed here.
pub(crate) fn assert_agrees(cases: &[Value], ours: &[Value]) {
    let same = |a: &Value, b: &Value| a == b || (a.is_number() && a.as_f64() == b.as_f64());
    let theirs = eval_all(cases);
    let wrong: Vec<String> = (0..cases.len())
        .filter(|&i| !same(&ours[i], &theirs[i]))
        .map(|i| format!("{}\n  ours {}\n  node {}", cases[i], ours[i], theirs[i]))
        .collect();
    let shown = wrong[..wrong.len().min(12)].join("\n");
    assert!(wrong.is_empty(), "{} of {} differ:\n{shown}", wrong.len(), cases.len());
}

/// What a check asks besides the text of an origin: the page, the window, the event.
const ELSEWHERE: [&str; 15] = [
    "document.",
    "e.source",
    "e.data",
    "e.target",
    "e.has",
    "e.isTrusted",
    " in e",
    "asyncOk",
    "window.",
    "console",
    "ancestorOrigins",
    "self.origin",
    "location.href",
    "location.hash",
    "origin === location",
];

/// Whether node, which has no page, can say how a check comes out.
pub(crate) fn can_ask(check: &str) -> bool {
    !ELSEWHERE.iter().any(|word| check.contains(word))
}

/// Whether each check lets its sender through: truthiness, as an `if` sees it; an exception blocks.
pub(crate) fn passes(checks: &[(String, Value)]) -> Vec<bool> {
    let cases: Vec<Value> = checks.iter().map(|(expr, bindings)| case(&format!("!!({expr})"), bindings)).collect();
    eval_all(&cases).into_iter().map(|value| value == Value::Bool(true)).collect()
}
