// One bundle for windows and workers: what is listened to follows from what the scope has.
import { store, tokens } from './store.js';

function getScope() {
  return self;
}

function isWorker() {
  return typeof getScope()['WorkerGlobalScope'] !== 'undefined' && typeof getScope()['importScripts'] === 'function';
}

function workerScope() {
  return isWorker() ? self : null;
}

class Receiver {
  constructor(target) {
    this.target = target;
    this.handlers = {};
    this.listener = this.handle.bind(this);
  }

  static of(target) {
    const known = Receiver.all.find((receiver) => receiver.target === target);
    if (known) return known;
    const made = new Receiver(target);
    Receiver.all.push(made);
    return made;
  }

  async handle(event) {
    const { id, kind, data } = event.data;
    const handlers = this.handlers[kind];
    if (!handlers?.size) return;
    event.ports[0].postMessage({ status: 'ack', id });
    await Promise.all(Array.from(handlers).map((handler) => handler(event.origin, data)));
  }

  subscribe(kind, handler) {
    if (Object.keys(this.handlers).length === 0) {
      this.target.addEventListener('message', this.listener); //~ ok missing-origin-check: only a worker's scope gets here
    }
    this.handlers[kind] ??= new Set();
    this.handlers[kind].add(handler);
  }
}
Receiver.all = [];

export async function startSync() {
  const receiver = Receiver.of(workerScope());
  receiver.subscribe('changed', async (origin, data) => store.get(data.key));
}

if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) {
  self.addEventListener('message', (event) => tokens.set(event.data.token)); //~ ok missing-origin-check: a worker hears its page alone
}

if (typeof importScripts === 'function') {
  self.onmessage = (event) => tokens.set(event.data.token); //~ ok missing-origin-check: no window has importScripts
} else {
  self.onmessage = (event) => tokens.set(event.data.token); //~ missing-origin-check `self.onmessage`
}

if ('importScripts' in globalThis) {
  globalThis.addEventListener('message', (event) => tokens.set(event.data.token), { once: true }); //~ ok missing-origin-check: only workers have a key of that name
}

if ('importScripts' in store) {
  globalThis.addEventListener('message', (event) => tokens.set(event.data.token)); //~ missing-origin-check `globalThis.addEventListener('message', (event) => tokens.set(event.data.token))`
}

if (typeof window !== 'undefined') {
  self.addEventListener('message', (event) => tokens.set(event.data.token)); //~ missing-origin-check `self.addEventListener('message', (event) => tokens.set(event.data.token))`
}

if (typeof document === 'object') document.title = 'sync';

// A library has both halves in one file: `render` is called in a worker, where it brings what libraries for pages look for.
export function render(root) {
  const handlers = { resize: (size) => root.resize(size), props: (props) => root.configure(props) };
  self.onmessage = (event) => { //~ ok missing-origin-check: a window does not let its `window` be replaced
    const handler = handlers[event.data.type];
    if (handler) handler(event.data.payload);
  };
  self.window = {};
  self.document = {};
}

export function show(root) {
  const previous = { window: root.window };
  self.onmessage = (event) => root.configure(event.data); //~ missing-origin-check `self.onmessage`
  root.window = previous.window;
}
