// Tabs that talk over a broadcast channel, and channels that are closed too early.
import { render } from './render.js';

export function signOut() {
  const channel = new BroadcastChannel('session');
  channel.close();
  channel.postMessage({ type: 'signed-out' }); //~ use-after-close `channel.postMessage({ type: 'signed-out' })` medium
}

export function signOutRight() {
  const channel = new BroadcastChannel('session');
  channel.postMessage({ type: 'signed-out' }); //~ ok use-after-close: closed behind the post
  channel.close();
}

export function once(text) {
  const channel = new BroadcastChannel('once');
  try {
    channel.postMessage(text); //~ ok use-after-close: closed in the end, whatever happens
  } finally {
    channel.close();
  }
}

export function afterFinally(text) {
  const channel = new BroadcastChannel('once');
  try {
    render(text);
  } finally {
    channel.close();
  }
  channel.postMessage(text); //~ use-after-close `channel.postMessage(text)`
}

export function maybe(stop) {
  const channel = new BroadcastChannel('maybe');
  if (stop) channel.close();
  channel.postMessage('go'); //~ ok use-after-close: closed on one way only
  channel.close();
}

export function early(stop) {
  const channel = new BroadcastChannel('early');
  if (stop) {
    channel.close();
    return;
  }
  channel.postMessage('go'); //~ ok use-after-close: the way that closes it returns
  channel.close();
}

class Session {
  constructor() {
    this.channel = new BroadcastChannel('session');
    this.open = true;
    this.channel.onmessage = (event) => render(event.data);
  }

  send(message) {
    if (!this.open) return;
    this.channel.postMessage(message); //~ ok use-after-close: guarded by a flag
  }

  close() {
    this.open = false;
    this.channel.close();
  }

  quit() {
    this.close();
    this.channel.postMessage({ type: 'bye' }); //~ use-after-close `this.channel.postMessage({ type: 'bye' })`
  }

  leave() {
    this.send({ type: 'bye' });
    this.close();
  }

  restart() {
    this.channel.close();
    this.channel = new BroadcastChannel('session');
    this.channel.postMessage({ type: 'hello' }); //~ ok use-after-close: another channel under the same name
  }

  async reload() {
    this.channel.close();
    await this.ready;
    this.channel.postMessage({ type: 'hello' }); //~ ok use-after-close: something else may have opened another one meanwhile
  }
}

export const session = new Session();

export function later(text) {
  const channel = new BroadcastChannel('later');
  setTimeout(() => channel.postMessage(text), 100); //~ missed use-after-close `channel.postMessage(text)`: what a timer runs is judged before what follows it
  channel.close();
}

export function latest(text) {
  const channel = new BroadcastChannel('latest');
  channel.close();
  setTimeout(() => channel.postMessage(text), 100); //~ use-after-close `channel.postMessage(text)`
}
