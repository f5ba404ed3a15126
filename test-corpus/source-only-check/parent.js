// Any page can frame this one, and is then its parent and its top.
import { render } from './view.js';

const host = window.parent;

window.addEventListener('message', (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` medium
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source === parent) render(event.data); //~ source-only-check `event.source === parent`
});

window.addEventListener('message', (event) => {
  if (window.top !== event.source) return; //~ source-only-check `window.top !== event.source`
  render(event.data);
});

window.addEventListener('message', ({ source, data }) => {
  if (source != host) return; //~ source-only-check `source != host`
  render(data);
});

window.addEventListener('message', (event) => {
  const fromHost = event.source === window.parent && event.data.channel === 'embed'; //~ source-only-check `event.source === window.parent`
  if (fromHost) render(event.data.payload);
});

function fromParent(event) {
  return event.source === self.parent; //~ source-only-check `event.source === self.parent`
}

window.addEventListener('message', (event) => {
  if (!fromParent(event)) return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!event.source || event.source !== window.opener) return; //~ source-only-check `event.source !== window.opener`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (window.opener && event.source === window.opener) render(event.data); //~ source-only-check `event.source === window.opener`
});

window.addEventListener('message', (event) => {
  if (event.source !== window.parent) return;
  if (event.origin !== 'https://app.example.com') return; //~ ok source-only-check: the origin is compared as well
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== location.origin) return; //~ ok source-only-check: the parent, and of the own origin
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source !== window.parent) return; //~ ok source-only-check: nothing but a log follows
  console.debug('message of the host page', event.data);
});

// A top-level page is its own parent.
if (window.parent === window) {
  window.addEventListener('message', (event) => {
    if (event.source !== window) return; //~ ok source-only-check: the page's own window
    render(event.data);
  });
}
