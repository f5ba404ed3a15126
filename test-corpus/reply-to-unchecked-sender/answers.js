// Pages that answer: to the sender, at the origin that the sender has.
import { account, draft, version } from './state.js';

const APP = 'https://app.example.com';

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data.type !== 'account?') return;
  event.source.postMessage({ type: 'account', account: account() }, event.origin); //~ reply-to-unchecked-sender `event.origin` medium
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP || event.data.type !== 'account?') return;
  event.source.postMessage({ type: 'account', account: account() }, event.origin); //~ ok reply-to-unchecked-sender: one sender, and it is known
});

window.addEventListener('message', ({ data, source, origin }) => { //~ missing-origin-check `window.addEventListener('message', ({ data, source, origin }) => {…` //~ reply-to-unchecked-sender `origin` high
  if (data === 'cookies') source.postMessage(document.cookie, origin);
});

window.addEventListener('message', (event) => {
  if (event.data === 'ping') event.source.postMessage('pong', event.origin); //~ ok reply-to-unchecked-sender: a constant
});

window.addEventListener('message', (event) => {
  if (event.data === 'version?') {
    event.source.postMessage({ type: 'version', version: '2.4.1', protocol: 3 }, event.origin); //~ ok reply-to-unchecked-sender: every field is constant
  }
});

window.addEventListener('message', (event) => {
  const { id, text } = event.data;
  event.source.postMessage({ id, length: text.length, upper: text.toUpperCase() }, event.origin); //~ ok reply-to-unchecked-sender: made of the sender's own words
});

// The answer is late: the window may hold another page, but the origin is still that of who asked.
window.addEventListener('message', async (event) => { //~ missing-origin-check `window.addEventListener('message', async (event) => {…`
  if (event.data.type !== 'draft?') return;
  const text = await draft(event.data.id);
  event.source.postMessage({ type: 'draft', text }, { targetOrigin: event.origin }); //~ reply-to-unchecked-sender `event.origin` pedantic
});

window.addEventListener('message', async (event) => {
  if (![APP, 'https://admin.example.com'].includes(event.origin)) return;
  const text = await draft(event.data.id);
  event.source.postMessage({ type: 'draft', text }, { targetOrigin: event.origin }); //~ ok reply-to-unchecked-sender: one of a list
});

// A helper answers for every listener.
function reply(event, body) {
  event.source.postMessage({ id: event.data.id, body }, event.origin); //~ reply-to-unchecked-sender `event.origin` pedantic
}

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data.method === 'version') reply(event, version);
});

function replyKnown(event, body) {
  event.source.postMessage({ id: event.data.id, body }, event.origin); //~ ok reply-to-unchecked-sender: it is called behind a check only
}

window.addEventListener('message', (event) => {
  if (event.origin === APP) replyKnown(event, account());
});

// To the parent, at the origin of whoever sent the message.
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data !== 'title?') return;
  window.parent.postMessage({ title: document.title, account: account() }, event.origin); //~ reply-to-unchecked-sender `event.origin`
});

// A port for whoever asks.
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data !== 'connect') return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (request) => {
    port1.postMessage(draft(request.data));
    port1.close();
  };
  event.source.postMessage('connected', event.origin, [port2]); //~ reply-to-unchecked-sender `event.origin`
});
