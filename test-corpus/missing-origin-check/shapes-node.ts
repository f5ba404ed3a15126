// Node: workers, child processes, emitters.
import { EventEmitter } from 'node:events';
import { MessageChannel, Worker, parentPort } from 'node:worker_threads';
import { fork } from 'node:child_process';
import { store } from './store';

const worker = new Worker(new URL('./worker.js', import.meta.url));
worker.on('message', (message) => store.update(message)); //~ ok missing-origin-check: a worker thread

parentPort?.on('message', (message) => store.update(message)); //~ ok missing-origin-check: the parent of a worker thread

const { port1, port2 } = new MessageChannel();
port1.on('message', (message) => store.update(message)); //~ ok missing-origin-check: a port of Node
port2.unref();

const child = fork('./child.js');
child.on('message', (message) => store.update(message)); //~ ok missing-origin-check: a child process

process.on('message', (message) => store.update(message)); //~ ok missing-origin-check: the parent process

const emitter = new EventEmitter();
emitter.on('message', (message) => store.update(message)); //~ ok missing-origin-check: an emitter
emitter.addListener('message', (message) => store.update(message)); //~ ok missing-origin-check: an emitter

class Connection extends EventEmitter {
  constructor() {
    super();
    this.on('message', (message) => store.update(message)); //~ ok missing-origin-check: an emitter of the program's own
  }
}
export const connection = new Connection();
