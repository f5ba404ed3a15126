// The same in classes and hooks, and answers that stay at home.
import { store } from './store';

type Request = { id: string; key: string };

export class Responder {
  private readonly allowed = new Set(['https://app.example.com']);

  constructor(private readonly host: Window) {
    host.addEventListener('message', this.onMessage); //~ missing-origin-check `host.addEventListener('message', this.onMessage)`
    host.addEventListener('message', this.onKnownMessage);
  }

  private onMessage = (event: MessageEvent<Request>): void => {
    const value = store.get(event.data.key);
    (event.source as Window).postMessage({ id: event.data.id, value }, event.origin); //~ reply-to-unchecked-sender `event.origin` low pedantic
  };

  private onKnownMessage = (event: MessageEvent<Request>): void => {
    if (!this.allowed.has(event.origin)) return;
    const value = store.get(event.data.key);
    (event.source as Window).postMessage({ id: event.data.id, value }, event.origin); //~ ok reply-to-unchecked-sender: a set of known origins
  };
}

let peerOrigin = '';

export function listen(): void {
  window.addEventListener('message', (event) => {
    if (event.data === 'hello') peerOrigin = event.origin; //~ reply-to-unchecked-sender `event.origin` low pedantic
  });
}

export function push(change: unknown): void {
  if (peerOrigin) window.parent.postMessage({ type: 'change', change }, peerOrigin);
}

let knownOrigin = '';

export function listenToKnown(): void {
  window.addEventListener('message', (event) => {
    if (!/^https:\/\/[a-z]+\.example\.com$/.test(event.origin)) return;
    knownOrigin = event.origin;
  });
}

export function pushToKnown(change: unknown): void {
  if (knownOrigin) window.parent.postMessage({ type: 'change', change }, knownOrigin); //~ ok reply-to-unchecked-sender: the pattern lets the own domain through only
}

export function listenToParent(): void {
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
    if (event.data === 'state?') {
      window.parent.postMessage({ state: store.state }, 'https://app.example.com'); //~ ok reply-to-unchecked-sender: answers at a constant origin, whoever asked
    }
  });
}

export function answerAtHome(): void {
  window.addEventListener('message', (event) => {
    if (event.data === 'state?') window.postMessage({ entries: store.entries }, event.origin); //~ ok reply-to-unchecked-sender: the page's own window
  });
}

export function answerOnPort(): void {
  const worker = new Worker('/store.js');
  worker.addEventListener('message', (event) => {
    worker.postMessage({ id: event.data.id, value: store.get(event.data.key) }); //~ ok reply-to-unchecked-sender: a worker is the page's own
  });
}

export function refuse(): void {
  window.addEventListener('message', (event: MessageEvent<Request>) => {
    if (event.data.key === 'secret') {
      event.source!.postMessage({ id: event.data.id, error: 'forbidden' }, { targetOrigin: event.origin }); //~ ok reply-to-unchecked-sender: a constant refusal
    }
  });
}
