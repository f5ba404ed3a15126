// Remote calls over a port, with a release that closes it.
export class Remote {
  #port;
  #pending = new Map();
  #next = 1;

  constructor(port) {
    this.#port = port;
    this.#port.addEventListener('message', this.#receive);
    this.#port.addEventListener('messageerror', this.#fail);
    this.#port.start();
  }

  call(method, ...args) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#port.postMessage({ id, method, args });
    });
  }

  close() {
    this.#port.removeEventListener('message', this.#receive);
    this.#port.close();
    for (const { reject } of this.#pending.values()) reject(new Error('closed'));
    this.#pending.clear();
  }

  #receive = ({ data }) => {
    const call = this.#pending.get(data.id);
    if (!call) return;
    this.#pending.delete(data.id);
    if ('error' in data) call.reject(new Error(data.error));
    else call.resolve(data.value);
  };

  #fail = () => this.close();
}

export function connect(worker) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: 'connect' }, [port2]);
  return new Remote(port1);
}

const SERVED = new Map([
  ['sum', (numbers) => numbers.reduce((a, b) => a + b, 0)],
  ['now', () => Date.now()],
]);

export function serve(port) {
  port.onmessage = async ({ data: { id, method, args } }) => {
    const served = SERVED.get(method);
    if (!served) return port.postMessage({ id, error: 'no such method' });
    try {
      port.postMessage({ id, value: await served(...args) });
    } catch (error) {
      port.postMessage({ id, error: String(error) });
    }
  };
}
