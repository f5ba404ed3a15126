// A list with 'null' in it lets every sandboxed frame and data: document in.
import { render } from './view.js';

const ALLOWED = ['https://app.example.com', 'null'];
const PEERS = new Set(['https://app.example.com', 'https://b.example.com', 'null']);
const TABLE = { 'https://app.example.com': 'app', null: 'file' };
const CLEAN = ['https://app.example.com', null, undefined];
const ROUTES = new Map([['https://app.example.com', 'app'], ['null', 'sandbox']]);

window.addEventListener('message', (event) => {
  if (!ALLOWED.includes(event.origin)) return; //~ null-origin-allowed `ALLOWED.includes(event.origin)` medium
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (PEERS.has(event.origin)) render(event.data); //~ null-origin-allowed `PEERS.has(event.origin)`
});

window.addEventListener('message', (event) => {
  if (!Object.hasOwn(TABLE, event.origin)) return; //~ null-origin-allowed `Object.hasOwn(TABLE, event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (ALLOWED.indexOf(event.origin) < 0) return; //~ null-origin-allowed `ALLOWED.indexOf(event.origin) < 0`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!ROUTES.has(event.origin)) return; //~ null-origin-allowed `ROUTES.has(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!CLEAN.includes(event.origin)) return; //~ ok null-origin-allowed: the value null is not the string that an opaque origin is
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!ALLOWED.includes(event.origin)) return; //~ null-origin-allowed `ALLOWED.includes(event.origin)` witness=null
  document.querySelector('output').innerHTML = event.data.html; //~ message-to-html `document.querySelector('output').innerHTML` high
});

window.addEventListener('message', (event) => {
  if (event.origin === 'null' || !ALLOWED.includes(event.origin)) return; //~ ok null-origin-allowed: the opaque origin is turned away first
  render(event.data);
});

window.addEventListener('message', (event) => {
  const allowed = ALLOWED.filter((entry) => entry !== 'null');
  if (!allowed.includes(event.origin)) return; //~ ok null-origin-allowed: taken out of the list before the test
  render(event.data);
});
