// A service worker: its clients are of its own origin.
self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

let paused = false;

self.addEventListener('message', (event) => { //~ ok missing-origin-check: a service worker has no foreign sender
  if (event.data.type === 'PAUSE') paused = event.data.paused;
});

self.addEventListener('fetch', (event) => {
  if (!paused) event.respondWith(caches.match(event.request).then((hit) => hit ?? fetch(event.request)));
});
