// Nobody can add a listener to a window of another origin: what messages are heard on is no stranger's to be posted to.
import { scope, neighbour, endpoints } from './scope.js';

// What polyfills do where nothing else runs a task soon.
const tasks = new Map();
let last = 0;

function run(event) {
  const task = tasks.get(event.data);
  tasks.delete(event.data);
  if (task) task();
}

export function soon(task, name) {
  last += 1;
  tasks.set(last + '', task);
  scope.postMessage(last + '', '*'); //~ ok wildcard-target-origin: it listens there itself
  neighbour.postMessage({ waiting: name }, '*'); //~ wildcard-target-origin `'*'` low confidence=medium
}
scope.addEventListener('message', run, false);

export class Adapter {
  constructor(target, targetOrigin = '*') {
    this.target = target;
    this.targetOrigin = targetOrigin;
  }

  send(message) {
    this.target.postMessage(message, this.targetOrigin);
  }

  receive(callback) {
    const handler = (event) => callback(event.data);
    this.target.addEventListener('message', handler);
    return () => this.target.removeEventListener('message', handler);
  }
}

export class Pair {
  constructor(source, target, targetOrigin = '*') { //~ wildcard-target-origin `'*'` low confidence=medium
    this.source = source;
    this.target = target;
    this.targetOrigin = targetOrigin;
  }

  send(message) {
    this.target.postMessage(message, this.targetOrigin);
  }

  receive(callback) {
    this.source.addEventListener('message', (event) => callback(event.data));
  }
}

// That something else happens on it tells nothing.
export function watch(state) {
  const peer = endpoints.peer();
  peer.addEventListener('close', () => state.leave());
  peer.postMessage({ state: state.name }, '*'); //~ wildcard-target-origin `'*'` low confidence=medium
}
