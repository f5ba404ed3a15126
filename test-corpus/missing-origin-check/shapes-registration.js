// Ways to register a listener on the window with the platform's own interface.
import { render } from './view.js';

const EVENT = 'message';
const EventType = { MESSAGE: 'message', RESIZE: 'resize' };
const win = window;
const global = typeof globalThis !== 'undefined' ? globalThis : self;

function onMessage(event) {
  render(event.data);
}

function onChecked(event) {
  if (event.origin !== 'https://app.example.com') return;
  render(event.data);
}

addEventListener('message', onMessage); //~ missing-origin-check `addEventListener('message', onMessage)` medium
window.addEventListener(EVENT, onMessage, false); //~ missing-origin-check `window.addEventListener(EVENT, onMessage, false)`
self.addEventListener(EventType.MESSAGE, onMessage, { once: true }); //~ missing-origin-check `self.addEventListener(EventType.MESSAGE, onMessage, { once: true })`
globalThis.addEventListener('mess' + 'age', onMessage); //~ missing-origin-check `globalThis.addEventListener('mess' + 'age', onMessage)`
win.addEventListener('message', onMessage, { passive: true }); //~ missing-origin-check `win.addEventListener('message', onMessage, { passive: true })`
global.addEventListener('message', onMessage); //~ missing-origin-check `global.addEventListener('message', onMessage)`
window['addEventListener']('message', onMessage); //~ missing-origin-check `window['addEventListener']('message', onMessage)`
document.defaultView.addEventListener('message', onMessage); //~ missing-origin-check `document.defaultView.addEventListener('message', onMessage)`
window.window.addEventListener('message', onMessage); //~ missing-origin-check `window.window.addEventListener('message', onMessage)`

addEventListener('message', onChecked); //~ ok missing-origin-check: the named function compares the origin
window.addEventListener(EVENT, onChecked, false); //~ ok missing-origin-check: the named function compares the origin
self.addEventListener(EventType.MESSAGE, onChecked, { once: true }); //~ ok missing-origin-check: the named function compares the origin
globalThis.addEventListener('mess' + 'age', onChecked); //~ ok missing-origin-check: the named function compares the origin
win.addEventListener('message', onChecked); //~ ok missing-origin-check: the named function compares the origin
document.defaultView.addEventListener('message', onChecked); //~ ok missing-origin-check: the named function compares the origin
window.addEventListener(EventType.RESIZE, onMessage); //~ ok missing-origin-check: another event
window.addEventListener('messageerror', onMessage); //~ ok missing-origin-check: the event of a message that could not be read
window.addEventListener('custom-message', onMessage); //~ ok missing-origin-check: an event of the page's own
