// Senders that are recognised by their window, by a handshake, or by the port that they were given.
import { render } from './view.js';

const WIDGET = 'https://widget.example.com';
const widget = document.getElementById('widget');
const cards = new Map();
const peers = new WeakMap();

for (const card of document.querySelectorAll('iframe.card')) {
  cards.set(card.contentWindow, card.dataset.name);
  peers.set(card.contentWindow, card);
}

window.addEventListener('message', (event) => {
  const name = cards.get(event.source); //~ ok missing-origin-check: a table of windows
  if (!name) return;
  render(event.data);
});

window.addEventListener('message', ({ source, data }) => {
  if (!peers.has(source)) return; //~ ok missing-origin-check: a weak table of windows
  render(data);
});

window.addEventListener('message', (event) => {
  const iframes = document.getElementsByTagName('iframe');
  for (let i = 0; i < iframes.length; i++) {
    if (iframes[i].contentWindow === event.source) { //~ ok missing-origin-check: one of the page's frames
      render(event.data);
      return;
    }
  }
});

window.addEventListener('message', (event) => {
  for (let i = 0; i < window.frames.length; i++) {
    if (window.frames[i] === event.source) render(event.data); //~ ok missing-origin-check: one of the page's frames
  }
});

window.addEventListener('message', (event) => {
  if (event.source !== widget.contentWindow || event.origin !== WIDGET) return; //~ ok missing-origin-check: window and origin
  render(event.data);
});

const token = crypto.randomUUID();
widget.addEventListener('load', () => widget.contentWindow.postMessage({ token }, WIDGET));
window.addEventListener('message', (event) => {
  if (event.data?.token !== token) return; //~ ok missing-origin-check: a random token that went to one origin
  render(event.data.body);
});

window.addEventListener('message', (event) => {
  if (event.origin !== WIDGET || event.data !== 'port') return;
  const [port] = event.ports;
  port.onmessage = (message) => render(message.data); //~ ok missing-origin-check: a port that came in an authenticated message
});

function call(method) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (event) => {
      port1.close();
      resolve(event.data); //~ ok missing-origin-check: a reply on a channel of its own
    };
    widget.contentWindow.postMessage({ method }, WIDGET, [port2]);
  });
}
call('size').then(render);

const prefix = `tick-${Math.random()}-`;
window.addEventListener('message', (event) => {
  if (event.source !== window || typeof event.data !== 'string') return; //~ ok missing-origin-check: the page posts to itself
  if (event.data.startsWith(prefix)) render(event.data.slice(prefix.length));
});
