// Node's ports emit the same event.
import { BroadcastChannel, MessageChannel, parentPort, receiveMessageOnPort, Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./parse.js', import.meta.url));

export function parse(source) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.on('message', (tree) => { //~ missing-messageerror-handler `port1.on('message', (tree) => {…` low
      port1.close();
      resolve(tree);
    });
    worker.postMessage({ source, port: port2 }, [port2]);
  });
}

export function parseSafely(source) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.on('messageerror', reject);
    port1.on('message', (tree) => { //~ ok missing-messageerror-handler: a failure rejects
      port1.close();
      resolve(tree);
    });
    worker.postMessage({ source, port: port2 }, [port2]);
  });
}

export function take(wait) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  wait();
  return receiveMessageOnPort(port1); //~ ok missing-messageerror-handler: reads without an event
}

const reloads = new BroadcastChannel('reloads');
reloads.onmessage = () => process.exit(75); //~ missing-messageerror-handler `reloads.onmessage` low
reloads.unref();

parentPort.on('message', ({ port }) => { //~ missing-messageerror-handler `parentPort.on('message', ({ port }) => {…` low
  port.postMessage('done');
});
