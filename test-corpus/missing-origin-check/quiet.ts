// Handlers that do nothing that matters, and handlers that know their sender.
import { applySettings } from './settings';

const APP = 'https://app.example.com';
const TRUSTED = new Set([APP, 'https://admin.example.com']);

window.addEventListener('message', (event) => console.log('message', event.origin, event.data)); //~ ok missing-origin-check: logs only

window.addEventListener('message', (event) => { //~ ok missing-origin-check: reads and forgets
  const { type, size } = event.data ?? {};
  if (type === 'size' && size > 1000) {
    console.warn('a large message');
  }
});

window.addEventListener('message', () => {}); //~ ok missing-origin-check: an empty handler

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a local variable does not outlive the handler
  let copy = event.data;
  copy = { ...copy, at: event.timeStamp };
  console.debug(copy);
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: compared with a constant before the effect
  if (event.origin !== APP) return;
  applySettings(event.data);
});

window.addEventListener('message', ({ origin, data }) => { //~ ok missing-origin-check: a member of an exact set
  if (TRUSTED.has(origin)) applySettings(data);
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: the page's own origin
  if (event.origin === location.origin) applySettings(event.data);
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: the page's own window only
  if (event.source !== window) return;
  applySettings(event.data);
});

function isTrusted(event: MessageEvent): boolean {
  return event.origin === APP;
}

window.addEventListener('message', (event) => { //~ ok missing-origin-check: the check stands in a function of this file
  if (!isTrusted(event)) throw new Error('unexpected sender');
  applySettings(event.data);
});

export function listen(origin: string, listener: (data: unknown) => void): void {
  window.addEventListener('message', (event) => { //~ ok missing-origin-check: compared with what the caller expects
    if (event.origin === origin) listener(event.data);
  });
}

// A constant answer tells whoever asked nothing, and nothing of the page's own acts on it.
window.addEventListener('message', (event) => { //~ ok missing-origin-check: whoever pings gets a constant
  if (event.data === 'ping') event.source?.postMessage('pong', { targetOrigin: event.origin });
});
