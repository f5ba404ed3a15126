// Events called message that no foreign page can send.
import { EventEmitter } from 'node:events';
import { render } from './render';

declare const chrome: any;

const worker = new Worker(new URL('./render.worker.ts', import.meta.url));
worker.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a worker of the page

const channel = new MessageChannel();
channel.port1.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a port of the page

const updates = new BroadcastChannel('updates');
updates.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a BroadcastChannel stays in its origin

const source = new EventSource('/events');
source.onmessage = (event) => render(JSON.parse(event.data)); //~ ok missing-origin-check: an EventSource has one server

const popupWindow = new WebSocket('wss://live.example.com/');
popupWindow.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a WebSocket, whatever its name

const peer = new RTCPeerConnection();
peer.createDataChannel('chat').addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a data channel

navigator.serviceWorker.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a service worker is of the same origin

chrome.runtime.onMessage.addListener((message: unknown) => render(message)); //~ ok missing-origin-check: the extension runtime

(window as any).chrome.webview.addEventListener('message', (event: MessageEvent) => render(event.data)); //~ ok missing-origin-check: the host application of a WebView2

const bus = new EventEmitter();
bus.on('message', (message) => render(message)); //~ ok missing-origin-check: an emitter of the program

export { channel };
