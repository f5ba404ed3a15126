// Objects as listeners, bound functions, results of calls, tables.
import { render, update } from './view.js';

const TRUSTED = 'https://app.example.com';

const plain = {
  handleEvent(event) {
    render(event.data);
  },
};
window.addEventListener('message', plain); //~ missing-origin-check `window.addEventListener('message', plain)` medium

const guarded = {
  origin: TRUSTED,
  handleEvent(event) {
    if (event.origin !== this.origin) return; //~ ok missing-origin-check: this is the object
    render(event.data);
  },
};
window.addEventListener('message', guarded);

function route(prefix, handlers, event) {
  if (event.data.prefix === prefix) handlers.update(event.data);
}
window.addEventListener('message', route.bind(null, 'chart', { update })); //~ missing-origin-check `window.addEventListener('message', route.bind(null, 'chart', { update }))`

function routeChecked(origin, event) {
  if (event.origin !== origin) return; //~ ok missing-origin-check: the event is the second parameter, after the bound one
  render(event.data);
}
window.addEventListener('message', routeChecked.bind(null, TRUSTED));

function makeHandler(target) {
  return function (event) {
    target(event.data);
  };
}
window.addEventListener('message', makeHandler(render)); //~ missing-origin-check `window.addEventListener('message', makeHandler(render))`

function makeChecked(origin, target) {
  return (event) => {
    if (event.origin === origin) target(event.data); //~ ok missing-origin-check: the function that comes back compares
  };
}
window.addEventListener('message', makeChecked(TRUSTED, render));

const only = (origin) => (listener) => (event) => {
  if (event.origin === origin) listener(event.data, event); //~ ok missing-origin-check: a decorator around the listener
};
window.addEventListener('message', only(TRUSTED)(render));

const debounced = (listener) => {
  let timer;
  return (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => listener(event), 50);
  };
};
window.addEventListener('message', debounced((event) => { //~ missing-origin-check `window.addEventListener('message', debounced((event) => {…`
  render(event.data);
}));

const listeners = {
  message: (event) => render(event.data),
  resize: () => update(),
};
for (const [type, listener] of Object.entries(listeners)) {
  window.addEventListener(type, listener); //~ missing-origin-check `window.addEventListener(type, listener)`
}

const checkedListeners = {
  message(event) {
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: an entry of a table
    render(event.data);
  },
  resize: () => update(),
};
Object.keys(checkedListeners).forEach((type) => window.addEventListener(type, checkedListeners[type]));

const pairs = [
  ['message', (event) => render(event.data)],
  ['focus', () => update()],
];
pairs.forEach(([type, listener]) => {
  window.addEventListener(type, listener); //~ missing-origin-check `window.addEventListener(type, listener)`
});

window.addEventListener('message', function once(event) { //~ missing-origin-check `window.addEventListener('message', function once(event) {…`
  window.removeEventListener('message', once);
  render(event.data);
});

window.addEventListener('message', (...args) => { //~ missing-origin-check `window.addEventListener('message', (...args) => {…`
  const [event] = args;
  render(event.data);
});

window.addEventListener('message', ({ data: { title = '' } = {} }) => { //~ missing-origin-check `window.addEventListener('message', ({ data: { title = '' } = {} }) => {…`
  render(title);
});
