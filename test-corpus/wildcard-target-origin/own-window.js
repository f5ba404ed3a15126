// Posting to the page's own window reaches nobody else, whatever the target origin says.
const handle = 'tasks$' + Math.random() + '$';
const queue = new Map();

window.addEventListener('message', (event) => {
  if (event.source !== window || typeof event.data !== 'string' || !event.data.startsWith(handle)) return;
  const id = Number(event.data.slice(handle.length));
  const task = queue.get(id);
  queue.delete(id);
  if (task) task();
});

let next = 0;

export function soon(task) {
  queue.set(++next, task);
  window.postMessage(handle + next, '*'); //~ ok wildcard-target-origin: the page's own window
}

export function toExtension(message) {
  self.postMessage({ source: 'devtools-page', message }, '*'); //~ ok wildcard-target-origin: self is the page's own window
}

export function toPlugins(message) {
  const here = globalThis;
  here.postMessage({ source: 'plugins', message }, '*'); //~ ok wildcard-target-origin: an alias of the page's own window
  postMessage({ source: 'plugins', message }, '*'); //~ ok wildcard-target-origin: a bare call is the page's own window
}

export function toParent(message) {
  const host = window.parent;
  if (host === window) return;
  host.postMessage({ source: 'plugins', message }, '*'); //~ wildcard-target-origin `'*'`
}
