// A small proxy in the manner of Comlink: an endpoint is a worker, a port or anything that looks like one.
export interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

const released = Symbol('released');

export function wrap(endpoint: Endpoint): { get(path: string[]): Promise<unknown>; [released](): void } {
  const waiting = new Map<string, (value: unknown) => void>();

  const listener = (event: MessageEvent) => {
    const { id, value } = event.data ?? {};
    const resolve = waiting.get(id);
    if (!resolve) return;
    waiting.delete(id);
    resolve(value);
  };
  endpoint.addEventListener('message', listener);
  if (endpoint.start) endpoint.start();

  return {
    get(path) {
      return new Promise((resolve) => {
        const id = crypto.randomUUID();
        waiting.set(id, resolve);
        endpoint.postMessage({ id, type: 'GET', path });
      });
    },
    [released]() {
      endpoint.removeEventListener('message', listener);
      endpoint.postMessage({ type: 'RELEASE' });
      if (endpoint instanceof MessagePort) endpoint.close();
    },
  };
}

export function windowEndpoint(target: Window, context: EventTarget, targetOrigin: string): Endpoint {
  return {
    postMessage: (message, transfer) => target.postMessage(message, targetOrigin, transfer),
    addEventListener: context.addEventListener.bind(context) as Endpoint['addEventListener'],
    removeEventListener: context.removeEventListener.bind(context) as Endpoint['removeEventListener'],
  };
}
