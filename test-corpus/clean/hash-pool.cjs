'use strict';
// Node: hashes files in threads, over a channel for each job.
const { MessageChannel, Worker, isMainThread, parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { readFile } = require('node:fs/promises');

if (isMainThread) {
  const worker = new Worker(__filename);
  worker.unref();

  module.exports.hash = function hash(path) {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve, reject) => {
      port1.once('message', (message) => {
        port1.close();
        if (message.error) reject(new Error(message.error));
        else resolve(message.digest);
      });
      worker.postMessage({ path, port: port2 }, [port2]);
    });
  };
} else {
  parentPort.on('message', async ({ path, port }) => {
    try {
      const digest = createHash('sha256').update(await readFile(path)).digest('hex');
      port.postMessage({ digest });
    } catch (error) {
      port.postMessage({ error: error.message });
    }
  });
}
