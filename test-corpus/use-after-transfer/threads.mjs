// Buffers and ports that another thread has.
import { MessageChannel, Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./zip.js', import.meta.url));

export function zip(size) {
  const bytes = new Uint8Array(size);
  worker.postMessage(bytes, [bytes.buffer]);
  return bytes.byteLength; //~ use-after-transfer `bytes.byteLength` medium
}

export function hand() {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  port2.postMessage('ready'); //~ use-after-transfer `port2.postMessage('ready')` medium
  port1.postMessage('ready'); //~ ok use-after-transfer: the end that stays
}

export function copy(size) {
  const bytes = new Uint8Array(size);
  worker.postMessage(bytes);
  return bytes.byteLength; //~ ok use-after-transfer: it was cloned
}
