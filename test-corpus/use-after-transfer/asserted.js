// A test asks whether a buffer is empty once it was transferred, which it is to be.
import { strict as assert } from 'node:assert';
import { expect as hope } from 'vitest';
import { draw } from './draw.js';

export function hopes(port) {
  const buffer = new ArrayBuffer(8);
  port.postMessage(buffer, [buffer]);
  hope(buffer.byteLength).toBe(0); //~ ok use-after-transfer: whether it is empty is what is asked
}

export function asserts(port) {
  const buffer = new ArrayBuffer(8);
  port.postMessage(buffer, [buffer]);
  assert.equal(buffer.byteLength, 0); //~ ok use-after-transfer: whether it is empty is what is asked
}

export function insists(port, assert) {
  const buffer = new ArrayBuffer(8);
  port.postMessage(buffer, [buffer]);
  assert.equal(buffer.byteLength, 0); //~ use-after-transfer `buffer.byteLength`
}

export function draws(port) {
  const buffer = new ArrayBuffer(8);
  port.postMessage(buffer, [buffer]);
  draw(buffer.byteLength); //~ use-after-transfer `buffer.byteLength`
}
