// A dedicated worker's script: only the page that made it can post.
importScripts('/compute.js');

self.onmessage = (event) => {
  self.postMessage(self.compute(event.data)); //~ ok missing-origin-check: the global scope of a worker
};

self.addEventListener('message', (event) => self.prepare(event.data)); //~ ok missing-origin-check: the global scope of a worker

addEventListener('message', ({ data }) => self.prepare(data)); //~ ok missing-origin-check: the global scope of a worker
