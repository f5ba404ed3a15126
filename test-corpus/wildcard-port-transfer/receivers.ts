// Who gets the port: windows of all sorts, and what is no window.
import { channelOf } from './channels';

const worker = new Worker(new URL('./engine.worker.ts', import.meta.url));
const shared = new SharedWorker('/hub.js');

export function toOpener(port: MessagePort): void {
  window.opener?.postMessage('port', '*', [port]); //~ wildcard-port-transfer `'*'` high
}

export function toTop(): MessagePort {
  const line = new MessageChannel();
  window.top!.postMessage(['line'], '*', [line.port2]); //~ wildcard-port-transfer `'*'`
  return line.port1;
}

export function toTarget(target: Window, origin: string | undefined, port: MessagePort): void {
  target.postMessage({ type: 'port' }, origin ?? '*', [port]); //~ wildcard-port-transfer `'*'`
}

export function toFrames(port: MessagePort): void {
  window.frames[0].postMessage('port', { targetOrigin: '*', transfer: [port] }); //~ wildcard-port-transfer `'*'`
}

export function forward(frame: HTMLIFrameElement): void {
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.origin !== 'https://hub.example.com') return;
    frame.contentWindow!.postMessage(event.data, '*', [event.ports[0]]); //~ wildcard-port-transfer `'*'` //~ message-relay `frame.contentWindow!.postMessage(event.data, '*', [event.ports[0]])` low auditor
  });
}

export function lendHub(frame: HTMLIFrameElement): void {
  frame.contentWindow!.postMessage('hub', '*', [shared.port]); //~ wildcard-port-transfer `'*'`
}

export function toWorker(port: MessagePort): void {
  worker.postMessage({ type: 'port' }, [port]); //~ ok wildcard-port-transfer: the page's own worker
}

export function toHub(port: MessagePort): void {
  shared.port.postMessage({ type: 'port' }, { transfer: [port] }); //~ ok wildcard-port-transfer: through a port, whose other end is known
}

export function toServiceWorker(port: MessagePort): void {
  navigator.serviceWorker.controller?.postMessage({ type: 'port' }, [port]); //~ ok wildcard-port-transfer: a service worker is of the same origin
}

export function toMyself(port: MessagePort): void {
  window.postMessage('port', '*', [port]); //~ ok wildcard-port-transfer: the page's own window
}

export function buffer(frame: HTMLIFrameElement, pixels: ImageData): void {
  //~v wildcard-target-origin `'*'`
  frame.contentWindow!.postMessage({ pixels }, '*', [pixels.data.buffer]); //~ ok wildcard-port-transfer: a buffer is data
}

export function withNothing(frame: HTMLIFrameElement): void {
  frame.contentWindow!.postMessage('ready', '*', []); //~ ok wildcard-port-transfer: nothing is transferred
}

export function listed(frame: HTMLIFrameElement): void {
  frame.contentWindow!.postMessage('ready', '*', channelOf(frame)); //~ ok wildcard-port-transfer: a list out of sight need not hold a port
}

export function mentioned(frame: HTMLIFrameElement): void {
  frame.contentWindow!.postMessage({ type: 'port', port: 8080 }, '*'); //~ ok wildcard-port-transfer: a number that is called a port
}

// An object of the application that takes the same arguments.
class Mailbox {
  private readonly letters: unknown[] = [];

  postMessage(message: unknown, topic: string, attachments: unknown[]): void {
    this.letters.push([message, topic, attachments]);
  }
}

export const mailbox = new Mailbox();

export function mail(port: MessagePort): void {
  mailbox.postMessage('port', '*', [port]); //~ ok wildcard-port-transfer: a method of this file's own class
}
