'use strict';
// What Node refuses, and with which exception.
const { MessageChannel, Worker, parentPort } = require('node:worker_threads');

const worker = new Worker('./hash.js');

exports.hash = function hash(bytes) {
  const buffer = new Uint8Array(bytes).buffer;
  worker.postMessage({ buffer }, [buffer, buffer]); //~ invalid-transfer `buffer` medium
};

exports.hashView = function hashView(size) {
  const view = new Uint8Array(size);
  worker.postMessage(view, [view]); //~ invalid-transfer `view` medium
};

exports.introduce = function introduce(other) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1 }); //~ invalid-transfer `port1` medium
  other.postMessage({ port: port2 }, [port2]);
};

exports.twice = function twice(other) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1 }, [port1]);
  other.postMessage({ port: port1 }, [port1]); //~ invalid-transfer `port1` medium
  return port2;
};

exports.empty = function empty(other) {
  const buffer = new ArrayBuffer(64);
  worker.postMessage('scratch', [buffer]);
  other.postMessage('scratch', [buffer]); //~ ok invalid-transfer: Node takes a buffer that is gone
};

exports.pipe = function pipe(other) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1 }, [port1]); //~ ok invalid-transfer: each end once
  other.postMessage({ port: port2 }, [port2]);
};

parentPort.on('message', ({ port, buffer }) => {
  port.postMessage(buffer, [buffer]); //~ ok invalid-transfer: whatever the sender gave
  port.close();
});
