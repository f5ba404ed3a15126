// A service worker's messages have the origin of the page that sends them.
self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('message', (event) => {
  if (event.origin !== self.location.origin) return; //~ ok impossible-origin-check: a service worker is told the origin
  event.source.postMessage({ version: 3 });
});
