// Memory that is gone once it is posted.
import { log, save } from './log.js';

const worker = new Worker('/hash.js');

export function hash(size) {
  const data = new ArrayBuffer(size);
  worker.postMessage({ data }, [data]);
  log(data.byteLength); //~ use-after-transfer `data.byteLength` medium
}

export function hashLogged(size) {
  const data = new ArrayBuffer(size);
  log(data.byteLength); //~ ok use-after-transfer: read before the post
  worker.postMessage({ data }, [data]);
}

export function hashCopied(size) {
  const data = new ArrayBuffer(size);
  worker.postMessage({ data });
  log(data.byteLength); //~ ok use-after-transfer: without a list the buffer is copied
}

export function view(size) {
  const bytes = new Uint8Array(size);
  worker.postMessage(bytes, [bytes.buffer]);
  return bytes[0] + bytes.length; //~ use-after-transfer `bytes[0]` //~ use-after-transfer `bytes.length`
}

export async function upload(file) {
  const buffer = await file.arrayBuffer();
  worker.postMessage({ type: 'hash', buffer }, [buffer]);
  await save(new Uint8Array(buffer)); //~ use-after-transfer `new Uint8Array(buffer)`
}

export async function uploadLater(file) {
  const buffer = await file.arrayBuffer();
  worker.postMessage({ type: 'hash', buffer }, [buffer]);
  await log('posted');
  return buffer.slice(0, 16); //~ use-after-transfer `buffer.slice(0, 16)`
}

export async function uploadCopy(file) {
  const buffer = await file.arrayBuffer();
  worker.postMessage({ type: 'hash', buffer: buffer.slice(0) });
  await save(new Uint8Array(buffer)); //~ ok use-after-transfer: a copy was posted
}

export function second(size) {
  const data = new ArrayBuffer(size);
  worker.postMessage(data, [data]);
  worker.postMessage({ type: 'again', data }); //~ use-after-transfer `data`
}

/** Whether this browser transfers at all. */
export function canTransfer() {
  const probe = new ArrayBuffer(1);
  worker.postMessage(probe, [probe]);
  return probe.byteLength === 0; //~ ok use-after-transfer: asks whether the buffer was transferred
}

export function detect(onMissing) {
  const probe = new ArrayBuffer(1);
  worker.postMessage(probe, [probe]);
  if (probe.byteLength) onMissing(); //~ ok use-after-transfer: asks whether the buffer was transferred
}

export function sometimes(size, fast) {
  const data = new ArrayBuffer(size);
  if (fast) worker.postMessage(data, [data]);
  log(data.byteLength); //~ ok use-after-transfer: only one of the ways transfers it
}

export function guarded(size, fast) {
  const data = new ArrayBuffer(size);
  if (fast) {
    worker.postMessage(data, [data]);
    return;
  }
  log(data.byteLength); //~ ok use-after-transfer: the way that transfers it returns
}

export function refill(size) {
  let data = new ArrayBuffer(size);
  worker.postMessage(data, [data]);
  data = new ArrayBuffer(size);
  log(data.byteLength); //~ ok use-after-transfer: another buffer
}

class Ring {
  constructor(size) {
    this.size = size;
    this.block = new Float32Array(size);
  }

  flush() {
    worker.postMessage(this.block, [this.block.buffer]);
    this.block.fill(0); //~ use-after-transfer `this.block.fill(0)`
  }

  swap() {
    worker.postMessage(this.block, [this.block.buffer]);
    this.block = new Float32Array(this.size);
    this.block.fill(0); //~ ok use-after-transfer: the field holds another block
  }

  async flushLater() {
    worker.postMessage(this.block, [this.block.buffer]);
    await this.refilled;
    log(this.block.length); //~ ok use-after-transfer: something else may have brought another block meanwhile
  }
}

export const ring = new Ring(4096);

class Lender {
  constructor(size) {
    this.block = new Float32Array(size);
    worker.addEventListener('message', (event) => {
      this.block = event.data;
    });
  }

  lend() {
    worker.postMessage(this.block, [this.block.buffer]);
  }

  read() {
    return this.block[0]; //~ ok use-after-transfer: the reply gives the block back
  }
}

export const lender = new Lender(4096);

export function clone(size) {
  const data = new ArrayBuffer(size);
  const moved = structuredClone(data, { transfer: [data] });
  log(moved.byteLength, data.byteLength); //~ use-after-transfer `data.byteLength`
}
