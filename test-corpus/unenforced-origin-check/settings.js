// Checks that are made only where a setting is there, which nobody has to bring.
import { apply } from 'elsewhere-package';

let expected = null;
export const configure = (origin) => {
  expected = origin;
};
window.addEventListener('message', (event) => {
  if (expected && event.origin !== expected) return; //~ unenforced-origin-check `event.origin !== expected` medium
  apply(event.data.settings);
});
window.addEventListener('message', (event) => {
  if (!expected || event.origin !== expected) return; //~ ok unenforced-origin-check: without a setting nobody passes
  apply(event.data.settings);
});

export class Session {
  constructor(settings, tokens) {
    this.settings = settings;
    this.tokens = tokens;
  }

  listen() {
    window.addEventListener('message', this.receive);
    window.addEventListener('message', this.receiveStrictly);
  }

  receive = (event) => {
    if (this.settings.embed.origin && event.origin !== this.settings.embed.origin) return; //~ unenforced-origin-check `event.origin !== this.settings.embed.origin` medium
    this.tokens.replace(event.data.token);
  };

  receiveStrictly = (event) => {
    if (!this.settings.embed.origin || event.origin !== this.settings.embed.origin) return; //~ ok unenforced-origin-check: without a setting nobody passes
    this.tokens.replace(event.data.token);
  };
}

const isTrusted = (origin, setting) => {
  if (!setting) return true;
  return origin === setting; //~ unenforced-origin-check `origin === setting` medium
};
export function watch(setting) {
  window.addEventListener('message', (event) => {
    if (!isTrusted(event.origin, setting)) return;
    apply(event.data.settings);
  });
}

export function connect(frame, partner) {
  const origin = new URL(frame.src).origin;
  window.addEventListener('message', (event) => {
    if (origin && event.origin !== origin) return; //~ ok unenforced-origin-check: an address has an origin
    apply(event.data.settings);
  });
}

let popup = '';
export function open(address) {
  popup = 'https://accounts.example.com';
  window.addEventListener('message', (event) => {
    if (popup && event.origin !== popup) return; //~ ok unenforced-origin-check: it is set before the listener is added
    apply(event.data.settings);
  });
  window.open(address);
}

const HOSTS = { shop: 'https://shop.example.com', desk: 'https://desk.example.com' };
window.addEventListener('message', (event) => {
  const known = HOSTS[event.data.from];
  if (known && event.origin !== known) return; //~ weak-origin-check `event.origin !== known` medium
  apply(event.data.settings);
});
window.addEventListener('message', (event) => {
  const known = HOSTS[event.data.from];
  if (!known || event.origin !== known) return; //~ ok weak-origin-check: only the two origins
  apply(event.data.settings);
});
