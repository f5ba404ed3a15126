// Functions that are given a port and adapt it to another interface.
import { handle } from './rpc';

export interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(event: 'message', listener: (event: MessageEvent) => void): void;
  terminate(): void;
}

export function fromPort(messagePort: MessagePort): Endpoint {
  return {
    postMessage: (...args: [unknown, Transferable[]]) => messagePort.postMessage(...args),
    addEventListener: (...args) => messagePort.addEventListener(...args), //~ port-not-started `messagePort.addEventListener(...args)` confidence=medium
    terminate() {
      messagePort.close();
    },
  };
}

export function fromStartedPort(messagePort: MessagePort): Endpoint {
  return {
    postMessage: (...args: [unknown, Transferable[]]) => messagePort.postMessage(...args),
    addEventListener(event, listener) {
      messagePort.addEventListener(event, listener); //~ ok port-not-started: the adapter starts what it listens to
      messagePort.start();
    },
    terminate() {
      messagePort.close();
    },
  };
}

export function fromBorrowedPort(messagePort: MessagePort): Omit<Endpoint, 'terminate'> {
  return {
    postMessage: (message, transfer = []) => messagePort.postMessage(message, transfer),
    addEventListener: (event, listener) => messagePort.addEventListener(event, listener), //~ ok port-not-started: the caller keeps the port, ends it and may have started it
  };
}

export function listenOn(target: Worker | MessagePort): () => void {
  target.addEventListener('message', handle); //~ ok port-not-started: the caller gives it and takes it back
  return () => target.removeEventListener('message', handle);
}

export class Session {
  private done = false;

  constructor(private readonly port: MessagePort) {
    if (!this.done) this.port?.addEventListener('message', (event) => handle(event.data)); //~ port-not-started `this.port?.addEventListener('message', (event) => handle(event.data))` confidence=medium
  }

  end(): void {
    this.done = true;
    this.port.close();
  }
}
