// Threads: a port with a listener keeps the process from ending.
import { BroadcastChannel, MessageChannel, Worker } from 'worker_threads';
import * as threads from 'node:worker_threads';

const worker = new Worker(new URL('./render.js', import.meta.url));

export function render(page) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
    port1.on('message', resolve);
    worker.postMessage({ page, port: port2 }, [port2]);
  });
}

export function renderOnce(page) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: once() lets go of it with the answer
    port1.once('message', resolve);
    worker.postMessage({ page, port: port2 }, [port2]);
  });
}

export function renderAll(pages, each) {
  const { port1, port2 } = new threads.MessageChannel(); //~ ok channel-not-closed: closed after the last page
  let left = pages.length;
  port1.on('message', (html) => {
    each(html);
    if (--left === 0) port1.close();
  });
  worker.postMessage({ pages, port: port2 }, [port2]);
}

export function invalidate(key) {
  const cache = new BroadcastChannel('cache'); //~ channel-not-closed `new BroadcastChannel('cache')` low
  cache.onmessage = ({ data }) => console.log(`${data} dropped`);
  cache.postMessage(key);
}

export function invalidateQuietly(key) {
  const cache = new threads.BroadcastChannel('cache'); //~ ok channel-not-closed: closed when the message is out
  cache.postMessage(key);
  cache.close();
}
