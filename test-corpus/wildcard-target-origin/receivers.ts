// Method names are shared by receivers that have no target origin at all.
import browser from 'webextension-polyfill';
import { shared } from './state';

declare const figma: any;

const worker = new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' });
const sharedWorker = new SharedWorker('/shared.js');
const updates = new BroadcastChannel('updates');
const nativePort = browser.runtime.connectNative('com.example.viewer');

class Bus {
  private readonly topics = new Map<string, Array<(message: unknown) => void>>();

  postMessage(message: unknown, topic: string): void {
    for (const listener of this.topics.get(topic) ?? []) listener(message);
  }
}

const bus = new Bus();

export function fanOut(message: { text: string }, port: MessagePort, clientWindow: Client): void {
  worker.postMessage(message); //~ ok wildcard-target-origin: a worker has no target origin
  sharedWorker.port.postMessage(message); //~ ok wildcard-target-origin: a port has no target origin
  port.postMessage(message); //~ ok wildcard-target-origin: a typed MessagePort
  clientWindow.postMessage(message); //~ ok wildcard-target-origin: a service worker client, whatever its name
  updates.postMessage(message); //~ ok wildcard-target-origin: a BroadcastChannel stays in its origin
  nativePort.postMessage(message); //~ ok wildcard-target-origin: a port of the extension runtime
  navigator.serviceWorker.controller?.postMessage(message); //~ ok wildcard-target-origin: a service worker is of the same origin
  bus.postMessage(message, '*'); //~ ok wildcard-target-origin: a method of this file's own class, where '*' is a topic
  figma.ui.postMessage(message, { origin: '*' }); //~ ok wildcard-target-origin: not a Window, and not its option
  (window as any).ReactNativeWebView?.postMessage(JSON.stringify(message)); //~ ok wildcard-target-origin: the bridge to the app around the page
  (window as any).webkit?.messageHandlers.viewer.postMessage(message); //~ ok wildcard-target-origin: the bridge to the app around the page
  shared.last = message;
}
