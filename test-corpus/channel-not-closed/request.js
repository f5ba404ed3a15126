// One channel a request.
import { wrap } from 'comlink';
import { pool, track } from './pool.js';

const worker = new Worker('/worker.js');
const open = new Set();

export function request(controller, message) {
  return new Promise((resolve) => {
    const channel = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
    channel.port1.onmessage = (event) => resolve(event.data);
    controller.postMessage(message, [channel.port2]);
  });
}

export function ask(message) {
  const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()`
  port1.addEventListener('message', (event) => console.log(event.data));
  port1.start();
  worker.postMessage(message, { transfer: [port2] });
}

export function logout() {
  new BroadcastChannel('session').postMessage({ type: 'logout' }); //~ ok channel-not-closed: nothing listens to it, so it is collected
}

export function requestClosed(controller, message) {
  return new Promise((resolve) => {
    const channel = new MessageChannel(); //~ ok channel-not-closed: closed after the reply
    channel.port1.onmessage = (event) => {
      channel.port1.close();
      resolve(event.data);
    };
    controller.postMessage(message, [channel.port2]);
  });
}

export async function requestFinally(message) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: closed in finally
  try {
    const reply = new Promise((resolve) => { port1.onmessage = resolve; });
    worker.postMessage(message, [port2]);
    return (await reply).data;
  } finally {
    port1.close();
  }
}

export function requestTimed(message) {
  const channel = new MessageChannel(); //~ ok channel-not-closed: closed by a timer
  channel.port1.onmessage = (event) => console.log(event.data);
  setTimeout(() => channel.port1.close(), 5000);
  worker.postMessage(message, [channel.port2]);
}

export function requestPeer(run) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: closing one end closes the other
  port1.onmessage = (event) => console.log(event.data);
  port2.postMessage(run());
  setTimeout(() => port2.close(), 0);
}

export function requestReleased(message) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: closed on a release message
  port1.onmessage = (event) => {
    if (event.data === 'release') port1.close();
    else console.log(event.data);
  };
  worker.postMessage(message, [port2]);
}

export function introduce(first, second) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: both ends are handed over
  first.postMessage({ type: 'peer' }, [port1]);
  second.postMessage({ type: 'peer' }, [port2]);
}

export function proxy() {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: Comlink owns the end that it wraps
  worker.postMessage({ type: 'expose' }, [port2]);
  return wrap(port1);
}

export function tracked(message) {
  const channel = new MessageChannel(); //~ ok channel-not-closed: handed to a function out of sight
  track(channel.port1);
  worker.postMessage(message, [channel.port2]);
}

export function kept(message) {
  const channel = new MessageChannel(); //~ ok channel-not-closed: kept in a set of the module
  open.add(channel.port1);
  worker.postMessage(message, [channel.port2]);
}

export function pair() {
  const channel = new MessageChannel(); //~ ok channel-not-closed: returned to the caller
  return [channel.port1, channel.port2];
}

export function pooled(url) {
  const socket = new WebSocket(url); //~ ok channel-not-closed: pushed into an imported pool
  pool.push(socket);
}

export function say(text) {
  const channel = new BroadcastChannel('chat'); //~ ok channel-not-closed: closed once the message is out
  channel.postMessage(text);
  channel.close();
}
