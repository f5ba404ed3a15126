// A random id in the message beside a check of the origin: whom the program told the id gets further, and nobody else.
const login = crypto.randomUUID();
window.addEventListener('message', (event) => {
  if (event.origin !== 'https://login.example' || event.data.id !== login) return; //~ ok impossible-origin-check: the window that was told the id passes
  window.shown = event.data.shown;
});

const state = Math.random().toString(36).slice(2);
window.addEventListener('message', (event) => {
  if (event.origin.endsWith('login.example') && event.data.state === state) window.shown = event.data.shown; //~ weak-origin-check `event.origin.endsWith('login.example')` low pedantic
});

const waiting = new Map();
export function call(method) {
  const id = crypto.randomUUID();
  parent.postMessage({ id, method }, 'https://app.example');
  return new Promise((resolve) => waiting.set(id, resolve));
}
window.addEventListener('message', (event) => {
  if (event.origin !== 'https://app.example') return; //~ ok impossible-origin-check: so does the answer to a call
  const resolve = waiting.get(event.data.id);
  if (resolve) resolve(event.data.result);
});

const callbacks = new Map();
export function ask(then) {
  const id = crypto.randomUUID();
  callbacks.set(id, then);
  parent.postMessage({ id }, 'https://app.example');
}
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  const then = callbacks.get(event.data.id);
  if (then) then(event.data.result);
  else window.shown = event.data.shown;
});
