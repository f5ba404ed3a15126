// Arguments of a window's `postMessage` on what is no window, and the other way round.
import { Bridge } from './bridge';

const worker = new Worker('/worker.js');
const channel = new MessageChannel();
const updates = new BroadcastChannel('updates');
const APP = 'https://app.example.com'; //~ invalid-target-origin `'https://app.example.com'`

export function work(task: unknown, buffer: ArrayBuffer, other: ArrayBuffer): void {
  worker.postMessage(task, '*'); //~ invalid-target-origin `'*'` medium
  worker.postMessage(task, [buffer]); //~ ok invalid-target-origin: what to transfer, where it belongs
  worker.postMessage(task, { transfer: [other] }); //~ ok invalid-target-origin: the same as options
  channel.port1.postMessage(task, location.origin); //~ invalid-target-origin `location.origin`
  channel.port1.postMessage(task, APP as never);
  updates.postMessage(task); //~ ok invalid-target-origin: a channel has one argument
}

export function onPort(port: MessagePort, task: unknown): void {
  port.postMessage(task, 'https://app.example.com'); //~ invalid-target-origin `'https://app.example.com'`
  port.postMessage(task); //~ ok invalid-target-origin: as it should be
}

export function toServiceWorker(task: unknown): void {
  navigator.serviceWorker.controller?.postMessage(task, '/'); //~ invalid-target-origin `'/'`
}

export async function toActive(task: unknown): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  registration.active?.postMessage(task, window.origin as never); //~ invalid-target-origin `window.origin`
}

export function list(frame: HTMLIFrameElement, port: MessagePort, other: MessagePort): void {
  frame.contentWindow!.postMessage('port', [port] as never); //~ invalid-target-origin `[port]`
  frame.contentWindow!.postMessage('nothing', [] as never); //~ ok invalid-target-origin: nothing was to be transferred
  frame.contentWindow!.postMessage('port', APP, [port]); //~ ok invalid-target-origin: the list is third
  frame.contentWindow!.postMessage('port', { targetOrigin: APP, transfer: [other] }); //~ ok invalid-target-origin: the list is in the options
}

export function eitherWay(target: Window | Worker, message: unknown): void {
  if (target instanceof Worker) target.postMessage(message);
  else target.postMessage(message, APP); //~ ok invalid-target-origin: a window by then
}

export function sameOrigin(frame: HTMLIFrameElement, message: unknown): void {
  frame.contentWindow!.postMessage(message); //~ ok invalid-target-origin: without an argument, the same origin
  frame.contentWindow!.postMessage(message, {}); //~ ok invalid-target-origin: so do empty options
}

export function bridged(message: unknown): void {
  const bridge = new Bridge();
  bridge.postMessage(message, 'topic'); //~ ok invalid-target-origin: an object of the application
  (window as any).chrome.webview.postMessage(message, 'topic'); //~ ok invalid-target-origin: the bridge to the app around the page
}
