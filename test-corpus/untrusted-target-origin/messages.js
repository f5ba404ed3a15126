// A message that says where to answer.
import { load } from './documents.js';

let target;
let strictTarget;

window.addEventListener('message', async (event) => { //~ missing-origin-check `window.addEventListener('message', async (event) => {…`
  if (event.data.type !== 'load') return;
  const content = await load(event.data.id);
  window.parent.postMessage({ type: 'loaded', content }, event.data.origin); //~ untrusted-target-origin `event.data.origin` low pedantic
});

window.addEventListener('message', async (event) => {
  if (event.origin !== 'https://app.example.com') return;
  const content = await load(event.data.id);
  window.parent.postMessage({ type: 'loaded', content }, event.data.origin); //~ ok untrusted-target-origin: the one that is trusted names another
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data && event.data.handshake) target = event.data.handshake.origin; //~ untrusted-target-origin `event.data.handshake.origin` pedantic
});

export function emit(detail) {
  if (target) window.parent.postMessage({ type: 'detail', detail }, target);
}

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== 'https://app.example.com') return;
  strictTarget = event.origin;
});

export function emitStrictly(detail) {
  window.parent.postMessage({ type: 'detail', detail }, strictTarget); //~ ok untrusted-target-origin: the origin of a message that was checked
}

const channel = new BroadcastChannel('settings');
let told = 'https://app.example.com';
channel.onmessage = (event) => {
  told = event.data.origin;
};

export function emitTold(detail) {
  window.parent.postMessage({ type: 'detail', detail }, told); //~ ok untrusted-target-origin: a channel of the page's own origin
}

// From the document: whoever writes the page writes it.
const root = document.getElementById('app');

export function emitAttribute(detail) {
  window.parent.postMessage({ type: 'detail', detail }, root.dataset.parentOrigin); //~ ok untrusted-target-origin: an attribute of the page's own
}

export function emitToFrame(frame, detail) {
  frame.contentWindow.postMessage({ type: 'detail', detail }, new URL(frame.src).origin); //~ ok untrusted-target-origin: the address that the frame was given
}
