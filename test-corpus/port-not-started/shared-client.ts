// Clients of a SharedWorker: its port needs a start like any other.
import { show } from './view';

const worker = new SharedWorker('/shared.js');
worker.port.addEventListener('message', (event) => show(event.data)); //~ port-not-started `worker.port.addEventListener('message', (event) => show(event.data))` medium
worker.port.postMessage('hello');

const { port } = new SharedWorker('/started.js');
port.addEventListener('message', (event) => show(event.data)); //~ ok port-not-started: started below
port.postMessage('hello');
port.start();

const other = new SharedWorker('/assigned.js');
other.port.onmessage = (event) => show(event.data); //~ ok port-not-started: onmessage starts the port

export class Client {
  private readonly port = new SharedWorker('/client.js').port;

  constructor() {
    this.port.addEventListener('message', this.receive); //~ port-not-started `this.port.addEventListener('message', this.receive)`
  }

  send(message: unknown): void {
    this.port.postMessage(message);
  }

  private readonly receive = (event: MessageEvent): void => show(event.data);
}

export class StartedClient {
  private readonly port = new SharedWorker('/client.js').port;

  constructor() {
    this.port.addEventListener('message', (event) => show(event.data)); //~ ok port-not-started: started by another method
  }

  open(): void {
    this.port.start();
  }
}

export abstract class BaseClient {
  protected constructor(protected readonly port: MessagePort) {
    this.port.addEventListener('message', (event) => this.receive(event)); //~ ok port-not-started: the subclass starts it
  }

  protected abstract receive(event: MessageEvent): void;
}

export class ShowClient extends BaseClient {
  constructor() {
    super(new SharedWorker('/show.js').port);
    this.port.start();
  }

  protected receive(event: MessageEvent): void {
    show(event.data);
  }
}

function listen(target: MessagePort): void {
  target.addEventListener('message', (event) => show(event.data)); //~ ok port-not-started: every caller starts the port
}

const passed = new SharedWorker('/passed.js').port;
listen(passed);
passed.start();

function watch(target: MessagePort): void {
  target.addEventListener('message', (event) => show(event.data)); //~ port-not-started `target.addEventListener('message', (event) => show(event.data))`
}

watch(new SharedWorker('/watched.js').port);

export function open(): MessagePort {
  const given = new SharedWorker('/given.js').port;
  given.addEventListener('message', (event) => show(event.data)); //~ ok port-not-started: returned, its new owner may start it
  return given;
}
