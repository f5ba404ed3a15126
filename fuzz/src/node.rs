//! One node process that is asked many times. Without node, every answer is none.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

/// Answers each line, a case, with a line. Node has no bound on backtracking, so what takes long is given up: no answer.
const SCRIPT: &str = concat!(
    include_str!("../../tests/it/show.js"),
    r"
const vm = require('vm');
const scripts = new Map();
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { expr, bindings } = JSON.parse(line);
  if (!scripts.has(expr)) scripts.set(expr, new vm.Script(expr));
  let answer;
  try {
    Object.assign(globalThis, bindings);
    answer = { value: show(scripts.get(expr).runInThisContext({ timeout: 200 })) };
  } catch (error) {
    answer = error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' || error instanceof RangeError ? {} : { value: '$throws' };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
"
);

struct Node {
    // Kept so that it lives as long as its pipes.
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

static NODE: Mutex<Option<Node>> = Mutex::new(None);

fn start() -> Option<Node> {
    let mut child = Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let (input, output) = (child.stdin.take()?, child.stdout.take()?);
    Some(Node { _child: child, input, output: BufReader::new(output) })
}

/// What node makes of an expression with these values of its free names; `$throws` where it throws, none where it gives up.
pub(crate) fn eval(expr: &str, bindings: &Value) -> Option<Value> {
    let mut node = NODE.lock().ok()?;
    if node.is_none() {
        *node = start();
    }
    let running = node.as_mut()?;
    let mut answer = String::new();
    let asked = writeln!(running.input, "{}", json!({ "expr": expr, "bindings": bindings }));
    let heard = asked.and_then(|()| running.output.read_line(&mut answer));
    if heard.is_ok_and(|bytes| bytes > 0) {
        return serde_json::from_str::<Value>(&answer).ok()?.get("value").cloned();
    }
    // It crashed, which is not our business; the next case gets another one.
    *node = None;
    None
}
