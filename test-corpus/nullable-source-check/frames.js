// A frame that posts and removes itself leaves event.source null, and null equals the window of a frame that is gone.
import { render } from './view.js';

const banner = document.createElement('iframe');
banner.src = 'https://banner.example.com/';
document.body.append(banner);
banner.addEventListener('load', () => setTimeout(() => banner.remove(), 5000));

window.addEventListener('message', (event) => {
  if (event.source !== banner.contentWindow) return; //~ nullable-source-check `event.source !== banner.contentWindow` medium
  render(event.data);
});

const detached = document.createElement('iframe');
window.addEventListener('message', (event) => {
  if (event.source === detached.contentWindow) render(event.data); //~ nullable-source-check `event.source === detached.contentWindow`
});

window.addEventListener('message', (event) => {
  const frame = document.querySelector('iframe.editor');
  if (event.source != frame?.contentWindow) return; //~ nullable-source-check `event.source != frame?.contentWindow`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const frame = document.getElementById('editor');
  if (event.source == (frame && frame.contentWindow)) render(event.data); //~ nullable-source-check `event.source == (frame && frame.contentWindow)`
});

const editor = document.createElement('iframe');
editor.src = '/editor.html';
document.body.append(editor);

window.addEventListener('message', (event) => {
  if (event.source !== editor.contentWindow) return; //~ ok nullable-source-check: the frame stays in the document
  render(event.data);
});

const saved = editor.contentWindow;
window.addEventListener('message', (event) => {
  if (event.source === saved) render(event.data); //~ ok nullable-source-check: the window was saved while the frame was live
});

window.addEventListener('message', (event) => {
  const frame = document.querySelector('iframe.editor');
  if (event.source !== frame?.contentWindow) return; //~ ok nullable-source-check: strictly, undefined is not null
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!event.source || event.source !== banner.contentWindow) return; //~ ok nullable-source-check: a null source is turned away first
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!banner.contentWindow || event.source !== banner.contentWindow) return; //~ ok nullable-source-check: a missing window is turned away first
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source !== banner.contentWindow || event.origin !== 'https://banner.example.com') return; //~ ok nullable-source-check: the origin is compared as well
  render(event.data);
});

// Who has no source passes what is asked of a source only if there is one.
export class Courier {
  constructor(target, origin) {
    this.target = target;
    this.origin = origin;
    this.waiting = new Map();
    window.addEventListener('message', (event) => this.receive(event));
  }

  receive(event) {
    if (this.origin !== '*' && event.origin !== this.origin) return;
    if (event.source && event.source !== this.target) return; //~ ok nullable-source-check: whoever made it named an origin, as far as can be seen
    this.waiting.get(event.data.id)?.resolve(event.data.result);
  }
}

export class OpenCourier {
  constructor(target) {
    this.target = target;
    this.waiting = new Map();
    window.addEventListener('message', (event) => this.receive(event));
  }

  receive(event) {
    if (event.source && event.source !== this.target) return; //~ nullable-source-check `event.source !== this.target`
    this.waiting.get(event.data.id)?.resolve(event.data.result);
  }
}
