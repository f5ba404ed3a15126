// 'null' beside an exact comparison, and what only looks like it.
import { render } from './view.js';

const TRUSTED = 'https://app.example.com';
const frame = document.createElement('iframe');
frame.sandbox = 'allow-scripts';
frame.src = '/sandboxed.html';
document.body.append(frame);

window.addEventListener('message', (event) => {
  if (event.origin === TRUSTED || event.origin === 'null') { //~ null-origin-allowed `event.origin === 'null'`
    render(event.data);
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'null' && event.origin !== TRUSTED) return; //~ null-origin-allowed `event.origin !== 'null'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'null') return; //~ null-origin-allowed `event.origin !== 'null'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!/^(null|https:\/\/app\.example\.com)$/.test(event.origin)) return; //~ null-origin-allowed `/^(null|https:\/\/app\.example\.com)$/.test(event.origin)`
  render(event.data);
});

function isLocalFile(origin) {
  return origin === 'null'; //~ null-origin-allowed `origin === 'null'`
}

window.addEventListener('message', (event) => {
  if (!isLocalFile(event.origin) && event.origin !== TRUSTED) return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  const origin = event.origin === 'null' ? TRUSTED : event.origin; //~ null-origin-allowed `event.origin === 'null'`
  if (origin !== TRUSTED) return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === 'null' && event.source === frame.contentWindow) { //~ ok null-origin-allowed: the page's own sandboxed frame, recognised by its window
    render(event.data);
  }
});

window.addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || event.origin !== 'null') return; //~ ok null-origin-allowed: the window is compared first
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === null || event.origin === TRUSTED) render(event.data); //~ ok null-origin-allowed: an origin is never the value null
});

window.addEventListener('message', (event) => {
  if (event.origin === TRUSTED && event.data !== 'null') render(event.data); //~ ok null-origin-allowed: it is the data that is compared with 'null'
});

window.addEventListener('message', (event) => {
  if (event.origin === 'null') console.warn('opaque sender');
  if (event.origin !== TRUSTED) return; //~ ok null-origin-allowed: opaque senders are only logged
  render(event.data);
});
