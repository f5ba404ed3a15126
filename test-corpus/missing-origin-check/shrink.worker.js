// A dedicated worker: only its creator can post to it, and event.origin is always ''.
importScripts('/lib/pixels.js');

let options = {};

self.addEventListener('message', (event) => { //~ ok missing-origin-check: a dedicated worker has no foreign sender
  if (event.data.options) options = event.data.options;
  else self.postMessage(Pixels.shrink(event.data.pixels, options));
});
