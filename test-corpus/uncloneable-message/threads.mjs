// Node clones more than browsers do; and a message that is posted for its exception.
import { MessageChannel, parentPort } from 'node:worker_threads';

parentPort.postMessage({ type: 'ready', stop: () => process.exit() }); //~ uncloneable-message `() => process.exit()` medium
parentPort.postMessage({ type: 'base', url: new URL('https://example.com/') }); //~ ok uncloneable-message: Node clones a URL
parentPort.postMessage(new Headers({ accept: 'text/html' })); //~ ok uncloneable-message: and Headers

export function cloneError() {
  try {
    new MessageChannel().port1.postMessage(new WeakMap()); //~ ok uncloneable-message: nobody has the other end, it is the exception that is wanted
  } catch (error) {
    return error.constructor;
  }
}

export function knowsCallbacks() {
  const probe = new globalThis.MessageChannel();
  try {
    probe.port2.postMessage({ probe() {} }); //~ ok uncloneable-message: nobody has the other end
    return true;
  } catch {
    return false;
  }
}

export function ping(done) {
  const { port1, port2 } = new globalThis.MessageChannel(); //~ channel-not-closed `new globalThis.MessageChannel()`
  port1.onmessage = done;
  port2.postMessage(() => done('later')); //~ uncloneable-message `() => done('later')` medium
}
