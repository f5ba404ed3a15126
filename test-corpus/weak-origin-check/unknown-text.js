// The origin is looked for at the start of a text that is not known: every origin that is a beginning of it passes.
import { apply, EDITORS } from 'elsewhere-package';

export function watch(address) {
  window.addEventListener('message', (event) => {
    if (address.startsWith(event.origin) === false) return; //~ weak-origin-check `address.startsWith(event.origin) === false` medium
    apply(event.data.result);
  });
  window.addEventListener('message', (event) => {
    if (address.indexOf(event.origin) !== 0) return; //~ weak-origin-check `address.indexOf(event.origin) !== 0` medium
    apply(event.data.result);
  });
  window.addEventListener('message', (event) => {
    if (new URL(address).origin !== event.origin) return; //~ ok weak-origin-check: the whole origin
    apply(event.data.result);
  });
}

export function among(origins) {
  window.addEventListener('message', (event) => {
    if (origins.indexOf(event.origin) === -1) return; //~ ok weak-origin-check: a list
    apply(event.data.result);
  });
}

const PARTNERS = [/^https:\/\/app.example.com$/, 'https://blocks.example.io'];
window.addEventListener('message', (event) => {
  const { origin } = event;
  if (!PARTNERS.some((one) => (one instanceof RegExp ? one.test(origin) : one === origin))) return; //~ weak-origin-check `one.test(origin)` medium
  apply(event.data.result);
});
