// Prefixes and suffixes that stop in the middle of a host name.
import { apply, show } from './panel.js';

const TRUSTED = 'https://app.example.com';

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith('example.com')) return; //~ weak-origin-check `event.origin.endsWith('example.com')`
  apply(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.startsWith(TRUSTED)) { //~ weak-origin-check `event.origin.startsWith(TRUSTED)`
    apply(event.data);
  }
});

window.addEventListener('message', (e) => {
  if (e.origin.lastIndexOf(TRUSTED, 0) !== 0) return; //~ weak-origin-check `e.origin.lastIndexOf(TRUSTED, 0) !== 0`
  show(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin.slice(-11) !== 'example.com') return; //~ weak-origin-check `e.origin.slice(-11) !== 'example.com'`
  show(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin.substr(0, TRUSTED.length) === TRUSTED) show(e.data); //~ weak-origin-check `e.origin.substr(0, TRUSTED.length) === TRUSTED`
});

window.addEventListener('message', (msg) => {
  const [, host] = msg.origin.split('//');
  if (host.split('.')[0] !== 'app') return; //~ weak-origin-check `host.split('.')[0] !== 'app'`
  apply(msg.data);
});

window.addEventListener('message', ({ origin, data }) => {
  const { hostname } = new URL(origin);
  if (hostname.startsWith('app.')) apply(data); //~ weak-origin-check `hostname.startsWith('app.')`
});

window.addEventListener('message', (e) => {
  if (new URL(e.origin).protocol !== 'https:') return; //~ weak-origin-check `new URL(e.origin).protocol !== 'https:'`
  apply(e.data);
});

// The boundary is in the literal: only the port can follow, and it has to be there.
window.addEventListener('message', (event) => {
  if (!event.origin.startsWith('http://localhost:')) return; //~ ok weak-origin-check: after the colon only a port can follow, and the host is loopback
  show(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.slice(0) !== TRUSTED) return; //~ ok weak-origin-check: slice(0) is the whole string
  show(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.toLowerCase() !== TRUSTED) return; //~ ok weak-origin-check: an origin is in lower case already
  apply(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.replace('https://', '') !== 'app.example.com') return; //~ ok weak-origin-check: an http origin keeps its scheme and differs
  apply(event.data);
});
