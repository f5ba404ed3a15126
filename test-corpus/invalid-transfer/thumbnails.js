// An image pipeline: buffers, bitmaps and canvases that move to workers.
import { report } from './report.js';

const decoder = new Worker('/decode.js');
const painter = new Worker('/paint.js');

export function decodeTwice(bytes) {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  decoder.postMessage({ type: 'decode', copy }, [copy, copy]); //~ invalid-transfer `copy` medium
}

export function decodeTwiceInParentheses(bytes) {
  const copy = new ArrayBuffer(bytes.length);
  decoder.postMessage({ type: 'decode', copy }, [(copy), copy]); //~ invalid-transfer `copy` medium
}

export function decode(bytes) {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  decoder.postMessage({ type: 'decode', copy }, [copy]); //~ ok invalid-transfer: listed once
}

export function decodeView(size) {
  const pixels = new Uint8ClampedArray(size);
  decoder.postMessage({ type: 'decode', pixels }, [pixels]); //~ invalid-transfer `pixels`
  const more = new Uint8ClampedArray(size);
  decoder.postMessage({ type: 'decode', more }, [more.buffer]); //~ ok invalid-transfer: the buffer behind the view
}

export async function both(file) {
  const buffer = await file.arrayBuffer();
  decoder.postMessage({ buffer }, [buffer]);
  painter.postMessage({ buffer }, [buffer]); //~ invalid-transfer `buffer`
}

export async function each(file) {
  const buffer = await file.arrayBuffer();
  decoder.postMessage({ buffer: buffer.slice(0) });
  painter.postMessage({ buffer }, [buffer]); //~ ok invalid-transfer: the first post copies
}

export async function either(file, fast) {
  const buffer = await file.arrayBuffer();
  if (fast) {
    decoder.postMessage({ buffer }, [buffer]);
  } else {
    painter.postMessage({ buffer }, [buffer]); //~ ok invalid-transfer: one of the two posts runs
  }
}

export async function all(files) {
  for (const file of files) {
    const buffer = await file.arrayBuffer();
    decoder.postMessage({ buffer }, [buffer]); //~ ok invalid-transfer: each turn has a buffer of its own
  }
}

export function broadcastTo(workers) {
  const table = new ArrayBuffer(1024);
  for (const worker of [decoder, painter]) {
    worker.postMessage({ type: 'table', table }, [table]); //~ invalid-transfer `table`
  }
  for (const worker of workers) {
    worker.postMessage({ type: 'ready' }, []); //~ ok invalid-transfer: an empty list
  }
}

export function hand(canvas) {
  const offscreen = canvas.transferControlToOffscreen();
  painter.postMessage({ type: 'canvas', offscreen }); //~ invalid-transfer `offscreen`
}

export function handOver(canvas) {
  const offscreen = canvas.transferControlToOffscreen();
  painter.postMessage({ type: 'canvas', offscreen }, { transfer: [offscreen] }); //~ ok invalid-transfer: listed in the options
}

export async function bitmap(blob) {
  const bitmap = await createImageBitmap(blob);
  painter.postMessage({ type: 'bitmap', bitmap }); //~ ok invalid-transfer: a bitmap may be cloned as well
}

export function nested(size) {
  const planes = { y: new ArrayBuffer(size), u: new ArrayBuffer(size / 4) };
  decoder.postMessage(planes, [planes]); //~ invalid-transfer `planes`
  decoder.postMessage(planes, [planes.y, planes.u]); //~ ok invalid-transfer: the buffers inside of it
}

export function retry(size) {
  let scratch = new ArrayBuffer(size);
  decoder.postMessage(scratch, [scratch]);
  scratch = new ArrayBuffer(size);
  decoder.postMessage(scratch, [scratch]); //~ ok invalid-transfer: another buffer under the same name
  report(scratch);
}

const pool = [new ArrayBuffer(64), new ArrayBuffer(64)];

export function fromPool() {
  const first = pool.pop();
  decoder.postMessage(first, [first]);
  const second = pool.pop();
  decoder.postMessage(second, [second]); //~ ok invalid-transfer: the next one of the pool
}
