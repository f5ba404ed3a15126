// Handlers that end themselves, and listeners of others.
const APP = 'https://app.example.com';

export function waitForReady(resolve) {
  window.addEventListener('message', function onReady(event) {
    if (event.origin !== APP || event.data !== 'ready') return;
    window.removeEventListener('message', onReady); //~ ok listener-removal-mismatch: the function names itself
    resolve();
  });
}

export function waitForDone(resolve) {
  const onDone = (event) => {
    if (event.origin !== APP || event.data !== 'done') return;
    window.removeEventListener('message', onDone); //~ ok listener-removal-mismatch: the variable that was added
    resolve();
  };
  window.addEventListener('message', onDone);
}

export function waitForever(resolve) {
  window.addEventListener('message', (event) => {
    if (event.origin !== APP || event.data !== 'stop') return;
    window.removeEventListener('message', () => resolve()); //~ listener-removal-mismatch `() => resolve()` medium
    resolve();
  });
}

export function off(target, listener) {
  target.removeEventListener('message', listener); //~ ok listener-removal-mismatch: what is removed is the caller's
}

export function offBound(target, listener, owner) {
  target.removeEventListener('message', listener.bind(owner)); //~ missed listener-removal-mismatch `listener.bind(owner)`: a method of something unknown may be any
}

const table = new Map();

export function on(element, listener) {
  const wrapped = (event) => listener(event.data);
  table.set(listener, wrapped);
  element.addEventListener('message', wrapped);
}

export function offFromTable(element, listener) {
  element.removeEventListener('message', table.get(listener)); //~ ok listener-removal-mismatch: the table may hold what was added
}

export function offScroll(element) {
  element.removeEventListener('scroll', () => {}); //~ ok listener-removal-mismatch: this rule is about messages
}

const socket = new WebSocket('wss://live.example.com/');

export function replace(listener) {
  socket.removeEventListener('message', (event) => listener(event)); //~ listener-removal-mismatch `(event) => listener(event)`
  socket.addEventListener('message', (event) => listener(event));
}

class Live {
  constructor() {
    this.handler = this.handle.bind(this);
    socket.addEventListener('message', this.handler);
  }

  handle(event) {
    this.last = event.data;
  }

  stop() {
    socket.removeEventListener('message', this.handler); //~ ok listener-removal-mismatch: the bound function was kept
  }
}

export const live = new Live();

const port = new SharedWorker('/live.js').port;
const listen = (event) => console.log(event.data);
port.addEventListener('message', listen);
port.start();

export function mute() {
  port.removeEventListener('message', listen.bind(null)); //~ listener-removal-mismatch `listen.bind(null)`
}
