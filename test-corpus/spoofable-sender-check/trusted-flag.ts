// isTrusted tells whether the browser made the event, and for a hostile message it did.
import { store } from './store';

window.addEventListener('message', (event) => {
  if (!event.isTrusted) return; //~ spoofable-sender-check `event.isTrusted` medium
  store.update(event.data);
});

window.addEventListener('message', ({ isTrusted, data }) => {
  if (isTrusted) store.update(data); //~ spoofable-sender-check `isTrusted`
});

window.addEventListener('message', (event) => {
  if (event.isTrusted === true && typeof event.data === 'string') store.update(event.data); //~ spoofable-sender-check `event.isTrusted === true`
});

const genuine = (event: Event): boolean => event.isTrusted; //~ spoofable-sender-check `event.isTrusted`
window.addEventListener('message', (event) => {
  if (genuine(event)) store.update(event.data);
});

export class Receiver {
  private isTrusted(event: MessageEvent): boolean {
    return event.isTrusted && event.origin === 'https://app.example.com'; //~ ok spoofable-sender-check: the origin is compared as well
  }

  constructor() {
    window.addEventListener('message', (event) => {
      if (!this.isTrusted(event)) return;
      store.update(event.data);
    });
  }
}

window.addEventListener('message', (event) => {
  if (!event.isTrusted) return;
  if (event.origin !== location.origin) return; //~ ok spoofable-sender-check: synthetic events are left out, then the origin decides
  store.update(event.data);
});

document.addEventListener('click', (event) => {
  if (event.isTrusted) store.update('clicked'); //~ ok spoofable-sender-check: a click, not a message
});

declare function isTrusted(origin: string): boolean;
window.addEventListener('message', (event) => {
  if (!isTrusted(event.origin)) return; //~ ok spoofable-sender-check: a predicate of that name is given the origin
  store.update(event.data);
});
