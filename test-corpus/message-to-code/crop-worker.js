// Called as workers are, and it posts as only a worker can, without a target origin.
self.addEventListener('message', (event) => {
  eval(event.data.script); //~ ok message-to-code: in a worker of the page's own
  self.postMessage({ done: event.data.id });
});
