// The same comparison through fields, helpers, lists and bindings called origin.
import { store } from './store';

const isOwn = (event: MessageEvent): boolean => event.origin === window.origin; //~ opaque-origin-compare `event.origin === window.origin`

window.addEventListener('message', (event) => {
  if (isOwn(event)) store.update(event.data);
});

export class Peer {
  private readonly origin: string;

  constructor(target: Window) {
    this.origin = self.origin;
    window.addEventListener('message', (event) => {
      if (event.source !== target || event.origin !== this.origin) return; //~ ok opaque-origin-compare: the sender is a given window as well
      store.update(event.data);
    });
  }
}

window.addEventListener('message', (event) => {
  const allowed = [window.origin, 'https://app.example.com'];
  if (!allowed.includes(event.origin)) return; //~ opaque-origin-compare `allowed.includes(event.origin)`
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  switch (event.type) {
    case 'message': {
      if (event.origin === window.self.origin) store.update(event.data); //~ opaque-origin-compare `event.origin === window.self.origin`
    }
  }
});

function listen(origin: string): void {
  window.addEventListener('message', (event) => {
    if (event.origin !== origin) return; //~ ok opaque-origin-compare: a parameter called origin is not the global one
    store.update(event.data);
  });
}
listen('https://app.example.com');

window.addEventListener('message', (event) => {
  const { origin } = window.location;
  if (event.origin === origin) store.update(event.data); //~ ok opaque-origin-compare: a local of that name, taken from the location
});

window.addEventListener('message', (event) => {
  if (event.origin !== window.origin && event.origin !== 'https://app.example.com') return; //~ opaque-origin-compare `event.origin !== window.origin`
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== location.origin) return;
  console.debug(window.origin === event.origin); //~ ok opaque-origin-compare: the comparison that guards is the one above
  store.update(event.data);
});
