// Those who are told of a message are put into a list by a function that knows nothing of messages.
const handlers = {};
let nextId = 0;

export function on(name, handler) {
  const id = `${nextId}`;
  nextId += 1;
  handlers[id] = { handler, name };
  return () => {
    delete handlers[id];
  };
}

window.onmessage = function (event) { //~ missing-origin-check `window.onmessage` medium
  const [name, ...args] = event.data.call;
  for (const id in handlers) {
    if (handlers[id].name === name) handlers[id].handler.apply(null, args);
  }
};

const observers = [];
export function observe(observer) {
  observers.push(observer);
}
function notify(event) {
  observers.forEach((observer) => observer(event.data));
}
window.addEventListener("message", notify); //~ missing-origin-check `window.addEventListener("message", notify)` medium

const guarded = [];
export function subscribe(subscriber) {
  guarded.push(subscriber);
}
window.addEventListener("message", (event) => { //~ ok missing-origin-check: compared before anybody is told
  if (event.origin !== "https://plugins.example.com") return;
  guarded.forEach((subscriber) => subscriber(event.data));
});

export class Hub {
  constructor() {
    this.listeners = new Map();
    this.sinks = [];
    window.addEventListener("message", this.receive.bind(this)); //~ missing-origin-check `window.addEventListener("message", this.receive.bind(this))` medium
  }

  receive(event) {
    for (const sink of this.sinks) sink(event.data);
  }

  attach(sink) {
    this.sinks.unshift(sink);
  }
}

export class Tally {
  constructor() {
    this.sources = new Set();
    window.addEventListener("message", () => { //~ ok missing-origin-check: only counted, and nobody is told
      this.count = this.sources.size;
    });
  }

  add(source) {
    this.sources.add(source);
  }
}
