// Where messages go over the network in plain text.
import { snapshot } from './state.js';

const frame = document.getElementById('preview');
const LEGACY = 'http://legacy.example.com'; //~ insecure-target-origin `'http://legacy.example.com'` low
const CURRENT = 'https://app.example.com';

export function publish() {
  frame.contentWindow.postMessage(snapshot(), LEGACY);
  frame.contentWindow.postMessage(snapshot(), CURRENT); //~ ok insecure-target-origin: over https
  window.parent.postMessage(snapshot(), 'http://intranet/'); //~ insecure-target-origin `'http://intranet/'`
  window.parent.postMessage(snapshot(), 'http://192.168.0.10:8080'); //~ insecure-target-origin `'http://192.168.0.10:8080'`
  window.parent.postMessage(snapshot(), 'HTTP://App.Example.com'); //~ insecure-target-origin `'HTTP://App.Example.com'`
}

export function develop() {
  window.parent.postMessage(snapshot(), 'http://localhost:3000'); //~ ok insecure-target-origin: this machine
  window.parent.postMessage(snapshot(), 'http://127.0.0.1:8080'); //~ ok insecure-target-origin: this machine
  window.parent.postMessage(snapshot(), 'http://[::1]:8080'); //~ ok insecure-target-origin: this machine
  window.parent.postMessage(snapshot(), 'http://app.localhost'); //~ ok insecure-target-origin: this machine
}

export function hello() {
  window.parent.postMessage('hello', 'http://legacy.example.com'); //~ ok insecure-target-origin: a constant
  window.parent.postMessage({ type: 'close', animate: true }, 'http://legacy.example.com'); //~ ok insecure-target-origin: every field is constant
}

export function within() {
  window.postMessage(snapshot(), 'http://legacy.example.com'); //~ ok insecure-target-origin: the page's own window
}

export function byEnvironment(production) {
  const target = production ? CURRENT : 'http://staging.example.com'; //~ insecure-target-origin `'http://staging.example.com'`
  frame.contentWindow.postMessage(snapshot(), target);
}

export function withOptions() {
  const options = { transfer: [] };
  options.targetOrigin = 'http://cdn.example.net/embed.html'; //~ insecure-target-origin `'http://cdn.example.net/embed.html'`
  frame.contentWindow.postMessage(snapshot(), options);
}

export function built(host) {
  frame.contentWindow.postMessage(snapshot(), 'http://' + host); //~ ok insecure-target-origin: which host it is, the configuration says
  frame.contentWindow.postMessage(snapshot(), `${location.protocol}//${location.host}`); //~ ok insecure-target-origin: as the page itself was loaded
}

export function toSocket() {
  const socket = new WebSocket('ws://live.example.com');
  socket.onopen = () => socket.send(JSON.stringify(snapshot())); //~ ok insecure-target-origin: no post
  return socket;
}
