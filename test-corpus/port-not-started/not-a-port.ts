// Receivers that need no start, whatever they are called.
import { EventEmitter } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { handle } from './rpc';

declare const chrome: any;

const port = new Worker(new URL('./rpc.worker.ts', import.meta.url));
port.addEventListener('message', handle); //~ ok port-not-started: a worker needs no start

const updates = new BroadcastChannel('updates');
updates.addEventListener('message', handle); //~ ok port-not-started: a BroadcastChannel needs no start

navigator.serviceWorker.addEventListener('message', handle); //~ ok port-not-started: the container starts when the page has loaded

const socketPort = new WebSocket('wss://live.example.com/');
socketPort.addEventListener('message', handle); //~ ok port-not-started: a WebSocket needs no start

const runtimePort = chrome.runtime.connect({ name: 'rpc' });
runtimePort.onMessage.addListener(handle); //~ ok port-not-started: a port of the extension runtime

parentPort?.on('message', handle); //~ ok port-not-started: Node starts a port that is listened to with on()

class Port extends EventEmitter {
  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.on(type, listener);
  }
}

new Port().addEventListener('message', handle); //~ ok port-not-started: a class of this file
