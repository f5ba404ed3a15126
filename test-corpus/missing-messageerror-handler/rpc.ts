// Request and reply over ports: a class for each end, and helpers around them.
import { observe } from './trace';

type Reply = { id: number; result?: unknown; error?: string };

export class Client {
  #port: MessagePort;
  #waiting = new Map<number, (reply: Reply) => void>();
  #next = 0;

  constructor(worker: Worker) {
    const channel = new MessageChannel();
    worker.postMessage({ type: 'connect' }, [channel.port2]);
    this.#port = channel.port1;
    this.#port.addEventListener('message', this.#receive); //~ missing-messageerror-handler `this.#port.addEventListener('message', this.#receive)` low
    this.#port.start();
  }

  #receive = (event: MessageEvent<Reply>): void => {
    this.#waiting.get(event.data.id)?.(event.data);
    this.#waiting.delete(event.data.id);
  };

  ask(method: string, args: unknown[]): Promise<Reply> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#port.postMessage({ id, method, args });
    });
  }

  close(): void {
    this.#port.close();
  }
}

export class CarefulClient {
  private readonly channel = new MessageChannel();

  constructor(worker: Worker, private readonly fail: (reason: string) => void) {
    worker.postMessage({ type: 'connect' }, [this.channel.port2]);
    this.channel.port1.onmessage = this.receive; //~ ok missing-messageerror-handler: handled in listen()
    this.listen();
  }

  private listen(): void {
    this.channel.port1.addEventListener('messageerror', () => this.fail('unreadable answer'));
  }

  private receive = (event: MessageEvent<Reply>): void => {
    console.log(event.data.id);
  };

  close(): void {
    this.channel.port1.close();
  }
}

// Whoever gives the port may listen to it as well.
export function serve(port: MessagePort, run: (method: string) => unknown): void {
  port.onmessage = (event) => port.postMessage(run(event.data.method)); //~ ok missing-messageerror-handler: the caller has the port too
}

export function serveOnce(port: MessagePort, run: (method: string) => unknown): void {
  port.onmessage = (event) => { //~ missing-messageerror-handler `port.onmessage` low
    port.postMessage(run(event.data.method));
    port.close();
  };
}

export function traced(worker: Worker): void {
  const { port1, port2 } = new MessageChannel();
  observe(port1);
  port1.onmessage = (event) => console.log(event.data); //~ ok missing-messageerror-handler: given to a function out of sight
  worker.postMessage('trace', [port2]);
}

export function pair(worker: Worker): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => console.log(event.data); //~ ok missing-messageerror-handler: returned to the caller
  worker.postMessage('pair', [port2]);
  return port1;
}

export function both(worker: Worker, types = ['message', 'messageerror']): () => void {
  const { port1, port2 } = new MessageChannel();
  for (const type of types) port1.addEventListener(type, console.log); //~ ok missing-messageerror-handler: which events is the caller's business
  port1.start();
  worker.postMessage('both', [port2]);
  return () => port1.close();
}

worker().addEventListener('message', console.log); //~ ok missing-messageerror-handler: a worker is not asked for one

function worker(): Worker {
  return new Worker('/rpc.js');
}
