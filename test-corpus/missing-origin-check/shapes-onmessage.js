// The handler property in its spellings.
import { render } from './view.js';

function receive(event) {
  render(event.data);
}

function receiveChecked({ origin, data }) {
  if (origin === location.origin) render(data);
}

window.onmessage ??= receive; //~ missing-origin-check `window.onmessage` medium
window.onmessage = receive; //~ missing-origin-check `window.onmessage`
self.onmessage = (event) => { //~ missing-origin-check `self.onmessage`
  render(event.data);
};
window['onmessage'] = receive; //~ missing-origin-check `window['onmessage']`
document.body.onmessage = receive; //~ missing-origin-check `document.body.onmessage`

window.onmessage = receiveChecked; //~ ok missing-origin-check: the function compares the origin
document.body.onmessage = receiveChecked; //~ ok missing-origin-check: the function compares the origin
window.onmessage = null; //~ ok missing-origin-check: the handler is taken away
window.onmessageerror = receive; //~ ok missing-origin-check: another event

const saved = window.onmessage;
window.onmessage = (event) => { //~ ok missing-origin-check: compares, then calls the handler that was there before
  if (event.origin !== location.origin) return;
  if (saved) saved.call(window, event);
};

const settings = { onmessage: null };
settings.onmessage = receive; //~ ok missing-origin-check: a property of a plain object
