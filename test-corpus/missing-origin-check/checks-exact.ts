// Exact comparisons in the forms that people write them.
import { render } from './view';
import { ALLOWED_ORIGIN, settings, allowed, origins } from './config';

const TRUSTED = 'https://app.example.com';
const own = { trusted: TRUSTED, list: [TRUSTED, 'https://b.example.com'] };

window.addEventListener('message', (e) => {
  if (e.origin === TRUSTED) render(e.data); //~ ok missing-origin-check: a constant
});

window.addEventListener('message', (e) => {
  if (TRUSTED != e.origin) return; //~ ok missing-origin-check: the operands the other way round, and loosely
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin !== own.trusted) return; //~ ok missing-origin-check: a property
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin !== ALLOWED_ORIGIN) return; //~ ok missing-origin-check: an import
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin !== settings.embed.origin) return; //~ ok missing-origin-check: configuration
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin !== process.env.EMBED_ORIGIN) return; //~ ok missing-origin-check: the build's environment
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin !== import.meta.env.VITE_EMBED_ORIGIN) return; //~ ok missing-origin-check: the build's environment
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (!allowed.includes(e.origin)) return; //~ ok missing-origin-check: an imported list
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (!origins.has(e.origin)) return; //~ ok missing-origin-check: an imported set
  render(e.data);
});

window.addEventListener('message', (e) => {
  switch (e.origin) {
    case TRUSTED:
    case 'https://b.example.com':
      render(e.data); //~ ok missing-origin-check: a switch over the origin
      break;
    default:
      return;
  }
});

window.addEventListener('message', (e) => {
  switch (true) {
    case e.origin !== TRUSTED: //~ ok missing-origin-check: a switch over conditions
      return;
    default:
      render(e.data);
  }
});

window.addEventListener('message', (e) => {
  for (const origin of own.list) {
    if (origin === e.origin) { //~ ok missing-origin-check: a loop over a list
      render(e.data);
      break;
    }
  }
});

window.addEventListener('message', (e) => {
  own.list.filter((origin) => origin === e.origin).forEach(() => render(e.data)); //~ ok missing-origin-check: one round for each entry that is equal
});

window.addEventListener('message', (e) => {
  if (new URL(e.origin).origin !== TRUSTED) return; //~ ok missing-origin-check: parsed and compared as a whole
  render(e.data);
});

window.addEventListener('message', (e) => {
  const { protocol, host } = new URL(e.origin);
  if (`${protocol}//${host}` !== TRUSTED) return; //~ ok missing-origin-check: parsed and put together again
  render(e.data);
});

window.addEventListener('message', (e) => {
  e.origin === TRUSTED && render(e.data); //~ ok missing-origin-check: a short circuit
});

window.addEventListener('message', (e) => void (e.origin !== TRUSTED || render(e.data))); //~ ok missing-origin-check: a short circuit the other way round

window.addEventListener('message', (e) => (e.origin === TRUSTED ? render(e.data) : undefined)); //~ ok missing-origin-check: a conditional expression

window.addEventListener('message', (e) => {
  if (typeof e.data !== 'object' || e.origin !== TRUSTED || !e.data) return; //~ ok missing-origin-check: one of several reasons to leave
  render(e.data);
});

window.addEventListener('message', (e) => {
  const sender = e.source === window ? 'self' : e.origin === TRUSTED ? 'app' : null;
  if (sender === null) return; //~ ok missing-origin-check: the answer goes through a variable
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (Origin.from(e).toString() !== TRUSTED) return; //~ ok missing-origin-check: the Origin interface
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (!Origin.from(e).isSameOrigin(Origin.from(location))) return; //~ ok missing-origin-check: the Origin interface
  render(e.data);
});

declare const Origin: { from(value: unknown): { toString(): string; isSameOrigin(other: unknown): boolean } };
