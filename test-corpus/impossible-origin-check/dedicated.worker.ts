// In a dedicated worker the origin of a message is always empty.
const cache = new Map<string, number>();

self.onmessage = (event: MessageEvent) => {
  if (event.origin !== self.location.origin) return; //~ impossible-origin-check `event.origin !== self.location.origin` medium
  self.postMessage(event.data.values.length);
};

self.addEventListener('message', ({ origin, data }) => {
  if (origin === 'https://app.example.com') { //~ impossible-origin-check `origin === 'https://app.example.com'`
    postMessage({ id: data.id, done: true });
  }
});

const isOwn = (event: MessageEvent) => event.origin === self.origin; //~ impossible-origin-check `event.origin === self.origin`

addEventListener('message', (event) => {
  if (!isOwn(event)) return;
  postMessage(cache.get(event.data.key));
});

self.addEventListener('message', (event) => {
  if (event.origin !== '') return; //~ ok impossible-origin-check: compared with what it is
  self.postMessage({ n: event.data.n + 1 });
});

self.addEventListener('message', (event) => {
  if (event.origin && event.origin !== self.location.origin) return; //~ ok impossible-origin-check: only where there is one
  self.postMessage({ n: event.data.n + 1 });
});

self.addEventListener('message', (event) => {
  if (event.origin !== self.location.origin) console.debug('not of the page', event.origin); //~ ok impossible-origin-check: nothing depends on it
  self.postMessage({ n: event.data.n + 1 });
});
