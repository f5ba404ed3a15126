//! Section J of the browser facts, asked of the node that is installed. What originlint makes of it stands in the corpus.

use std::process::Command;

use serde_json::{Value, json};

/// Prints what each way to listen delivers, and how each post ends: `ok`, or the name of the exception.
const SCRIPT: &str = r"
const { BroadcastChannel, MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const shown = {};
const post = (name, f) => { try { f(); shown[name] = 'ok'; } catch (e) { shown[name] = e.name; } };
const listen = {
  on: (p, f) => p.on('message', f),
  once: (p, f) => p.once('message', f),
  addEventListener: (p, f) => p.addEventListener('message', f),
  onmessage: (p, f) => { p.onmessage = f; },
};
const channel = () => {
  const c = new MessageChannel();
  c.port1.unref();
  return c;
};
async function main() {
  for (const [name, add] of Object.entries(listen)) {
    const { port1, port2 } = new MessageChannel();
    let count = 0;
    add(port1, () => count++);
    port2.postMessage(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    shown[name] = count;
    port1.close();
  }
  const { port1, port2 } = channel();
  port2.postMessage('read');
  shown.receiveMessageOnPort = receiveMessageOnPort(port1).message;
  const other = channel(), buffer = new ArrayBuffer(8), view = new Uint8Array(4);
  post('duplicate', () => port1.postMessage(1, [other.port1, other.port1]));
  post('itself', () => port1.postMessage(1, [port1]));
  post('unlisted', () => port1.postMessage(other.port2));
  post('view', () => port1.postMessage(view, [view]));
  post('channel', () => port1.postMessage(1, [other]));
  post('target', () => port1.postMessage(1, '*'));
  post('transfer', () => port1.postMessage([other.port1, buffer], [other.port1, buffer]));
  post('again', () => port1.postMessage(1, [other.port1]));
  post('buffer in a list', () => port1.postMessage(1, [buffer]));
  post('buffer in a message', () => port1.postMessage(buffer));
  post('lost', () => other.port1.postMessage(1));
  post('function', () => port1.postMessage(() => 1));
  post('symbol', () => port1.postMessage(Symbol()));
  post('promise', () => port1.postMessage(Promise.resolve()));
  post('WeakMap', () => port1.postMessage(new WeakMap()));
  post('URL', () => port1.postMessage(new URL('https://example.com/')));
  post('Headers', () => port1.postMessage(new Headers()));
  const news = new BroadcastChannel('news');
  post('list', () => news.postMessage(1, [other.port2]));
  news.close();
  post('closed channel', () => news.postMessage(1));
  port1.close();
  post('closed port', () => port1.postMessage(1));
  process.stdout.write(JSON.stringify(shown), () => process.exit());
}
main();
";

#[test]
fn ports_of_node_are_what_the_facts_say() {
    if !crate::node::is_here() {
        return;
    }
    let output = Command::new("node").args(["-e", SCRIPT]).output().expect("node must be installed");
    let shown: Value = serde_json::from_slice(&output.stdout).expect("node prints an object");
    let facts = json!({
        "on": 1, "once": 1, "addEventListener": 1, "onmessage": 1, "receiveMessageOnPort": "read",
        "duplicate": "DataCloneError", "itself": "DataCloneError", "again": "DataCloneError",
        "unlisted": "TypeError", "view": "TypeError", "channel": "TypeError", "target": "TypeError",
        "transfer": "ok", "buffer in a list": "ok", "buffer in a message": "DataCloneError", "lost": "ok",
        "function": "DataCloneError", "symbol": "DataCloneError", "promise": "DataCloneError", "WeakMap": "DataCloneError",
        "URL": "ok", "Headers": "ok", "list": "ok", "closed channel": "InvalidStateError", "closed port": "ok",
    });
    assert_eq!(shown, facts);
}
