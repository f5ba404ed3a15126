// On ports and workers origin is always the empty string.
import { store } from './store';

const TRUSTED = 'https://app.example.com';

const worker = new Worker('/worker.js');
worker.onmessage = (event) => {
  if (event.origin !== TRUSTED) return; //~ impossible-origin-check `event.origin !== TRUSTED`
  store.update(event.data);
};

const channel = new MessageChannel();
channel.port1.onmessage = (event) => {
  if (event.origin === location.origin) store.update(event.data); //~ impossible-origin-check `event.origin === location.origin`
};

export function attach(port: MessagePort): void {
  port.addEventListener('message', (event) => {
    if (event.origin !== TRUSTED) return; //~ impossible-origin-check `event.origin !== TRUSTED`
    store.update(event.data);
  });
  port.start();
}

worker.addEventListener('message', (event) => {
  if (event.origin && event.origin !== TRUSTED) return; //~ ok impossible-origin-check: the empty origin is let through
  store.update(event.data);
});

const shared = new SharedWorker('/shared.js');
shared.port.onmessage = (event) => {
  store.update(event.data); //~ ok impossible-origin-check: no origin is asked for
};

const bus = new BroadcastChannel('store');
bus.onmessage = (event) => {
  if (event.origin !== location.origin) return; //~ ok impossible-origin-check: a broadcast carries the page's origin
  store.update(event.data);
};

navigator.serviceWorker.addEventListener('message', (event) => {
  if (event.origin !== location.origin) return; //~ ok impossible-origin-check: a message of the service worker carries the page's origin
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) return; //~ ok impossible-origin-check: a window message has an origin
  store.update(event.data);
});
