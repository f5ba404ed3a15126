// window.origin is "null" in a sandboxed document, and so is the origin of everybody's sandboxed frame; location.origin is the URL's.
import { render } from './view.js';

window.addEventListener('message', (event) => {
  if (event.origin !== window.origin) return; //~ opaque-origin-compare `event.origin !== window.origin` low
  render(event.data);
});

window.addEventListener('message', (e) => {
  if (e.origin === self.origin) render(e.data); //~ opaque-origin-compare `e.origin === self.origin`
});

window.addEventListener('message', (e) => {
  if (e.origin === globalThis.origin) render(e.data); //~ opaque-origin-compare `e.origin === globalThis.origin`
});

window.addEventListener('message', (e) => {
  if (origin !== e.origin) return; //~ opaque-origin-compare `origin !== e.origin`
  render(e.data);
});

const ownOrigin = window.origin;
window.addEventListener('message', (message) => {
  if (message.origin != ownOrigin) return; //~ opaque-origin-compare `message.origin != ownOrigin`
  render(message.data);
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin === window.origin) render(data); //~ opaque-origin-compare `origin === window.origin`
});

window.addEventListener('message', (event) => {
  if (event.origin !== location.origin) return; //~ ok opaque-origin-compare: location.origin stays the URL's origin under sandbox
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== window.location.origin) return; //~ ok opaque-origin-compare: location.origin
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === document.location.origin) render(event.data); //~ ok opaque-origin-compare: the document's location is the same object
});

window.addEventListener('message', (event) => {
  const own = location.protocol + '//' + location.host;
  if (event.origin !== own) return; //~ ok opaque-origin-compare: put together from the URL
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== new URL(location.href).origin) return; //~ ok opaque-origin-compare: parsed from the URL
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (window.origin === 'null' || event.origin !== window.origin) return; //~ ok opaque-origin-compare: a sandboxed document takes no messages at all
  render(event.data);
});
