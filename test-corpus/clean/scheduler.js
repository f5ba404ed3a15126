'use strict';
// A scheduler that yields to the browser between tasks, through a channel of the module.
const queue = [];
let scheduled = false;

const channel = new MessageChannel();
channel.port1.onmessage = flush;

function flush() {
  const deadline = performance.now() + 5;
  while (queue.length > 0 && performance.now() < deadline) {
    const task = queue.shift();
    task();
  }
  scheduled = queue.length > 0;
  if (scheduled) channel.port2.postMessage(null);
}

function schedule(task) {
  queue.push(task);
  if (scheduled) return;
  scheduled = true;
  channel.port2.postMessage(null);
}

module.exports = { schedule };
