addEventListener('message', function (event) { //~ ok missing-origin-check: a service worker hears its own pages
  caches.delete(event.data.cache);
  fetch(event.data.url);
});
