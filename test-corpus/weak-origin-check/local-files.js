// Pages on a local disk: their origin is written in several ways, and none of them can be had by a page of the web.
import { settings, apply } from './settings.js';

function originOf(url) {
  if (url.match(/^file:\/\//)) return null; //~ ok weak-origin-check: no page of the web has such an origin
  const parts = url.match(/^(https?):\/\/([^\/:]+)(:[0-9]+)?/);
  return parts[1] + '://' + parts[2] + (parts[3] || '');
}

window.addEventListener('message', (event) => {
  if (originOf(event.origin) !== originOf(settings.server)) return;
  apply(event.data);
});

window.addEventListener('message', (event) => {
  if (!/^(file|https):\/\/(.*\.)?example\.com/.test(event.origin)) return; //~ weak-origin-check `/^(file|https):\/\/(.*\.)?example\.com/.test(event.origin)` witness=https://example.com.attacker.test
  apply(event.data);
});

window.addEventListener('message', (event) => {
  if (!event.origin.startsWith('file://')) return; //~ ok impossible-origin-check: some browsers say so of files
  apply(event.data);
});
