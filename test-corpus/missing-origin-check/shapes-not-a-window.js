// Receivers that share names with windows and have no foreign sender.
import { render } from './view.js';

const worker = new Worker('/worker.js', { type: 'module' });
worker.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a worker of this page
worker.onmessage = ({ data }) => render(data); //~ ok missing-origin-check: a worker of this page

const shared = new SharedWorker('/shared.js');
shared.port.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a port of a shared worker

const { port1, port2 } = new MessageChannel();
port1.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a message port
port2.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a message port
port2.start();

const bus = new BroadcastChannel('app');
bus.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a broadcast channel has one origin
bus.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a broadcast channel has one origin

const windowSocket = new WebSocket('wss://app.example.com/live');
windowSocket.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a web socket, whatever its name
windowSocket.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a web socket

const stream = new EventSource('/events');
stream.onmessage = (event) => render(event.data); //~ ok missing-origin-check: server-sent events
stream.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: server-sent events

const connection = new RTCPeerConnection();
const dataChannel = connection.createDataChannel('chat');
dataChannel.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a data channel
connection.ondatachannel = ({ channel }) => {
  channel.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: a data channel of the peer
};

navigator.serviceWorker.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: the service worker of this origin
navigator.serviceWorker.onmessage = (event) => render(event.data); //~ ok missing-origin-check: the service worker of this origin

const request = new XMLHttpRequest();
request.addEventListener('load', (event) => render(event)); //~ ok missing-origin-check: another event

window.chrome.webview.addEventListener('message', (event) => render(event.data)); //~ ok missing-origin-check: WebView2's host application speaks here
