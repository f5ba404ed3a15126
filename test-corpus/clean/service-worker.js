// A service worker that updates on demand and tells its pages.
const CACHE = 'app-v7';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['/', '/app.js', '/app.css'])));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  switch (event.data?.type) {
    case 'SKIP_WAITING':
      self.skipWaiting();
      break;
    case 'GET_VERSION':
      event.ports[0].postMessage(CACHE);
      break;
    case 'WHO':
      event.source.postMessage({ type: 'WHO', cache: CACHE });
      break;
  }
});

self.addEventListener('fetch', (event) => {
  event.respondWith(
    caches.match(event.request).then((cached) => {
      if (!cached) return fetch(event.request);
      event.waitUntil(announce(event.request.url));
      return cached;
    }),
  );
});

async function announce(url) {
  for (const client of await self.clients.matchAll({ type: 'window' })) {
    client.postMessage({ type: 'FROM_CACHE', url });
  }
}
