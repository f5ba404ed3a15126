// The type says what the receiver is, where its name would mislead.
import { store } from './store';

export function attach(worker: Worker): void {
  worker.addEventListener('message', (event) => store.update(event.data)); //~ ok missing-origin-check: a worker, by its type
}

export function listen(win: MessagePort): void {
  win.onmessage = (event) => store.update(event.data); //~ ok missing-origin-check: a port, by its type
}

export function expose(target: Window): void {
  target.addEventListener('message', (event) => store.update(event.data)); //~ missing-origin-check `target.addEventListener('message', (event) => store.update(event.data))` medium
}

export function exposeChecked(target: Window, origin: string): void {
  target.addEventListener('message', (event) => {
    if (event.origin === origin) store.update(event.data); //~ ok missing-origin-check: a window, and the origin is compared
  });
}

export function expose2(target: Window = self): void {
  target.onmessage = (event) => store.update(event.data); //~ missing-origin-check `target.onmessage`
}

export function subscribe(socket: WebSocket | EventSource): void {
  socket.onmessage = (event: MessageEvent) => store.update(event.data); //~ ok missing-origin-check: a socket or a stream
}

interface Bridge {
  onmessage: ((event: { data: unknown }) => void) | null;
}

export function connect(bridge: Bridge): void {
  bridge.onmessage = (event) => store.update(event.data); //~ ok missing-origin-check: an interface of the program's own
}

export function unknown(target: EventTarget): void {
  target.addEventListener('message', (event) => store.update((event as MessageEvent).data)); //~ ok missing-origin-check: it is not known what this is
}

export class Link {
  constructor(private readonly endpoint: MessagePort | Worker) {
    this.endpoint.addEventListener('message', (event: MessageEvent) => store.update(event.data)); //~ ok missing-origin-check: a port or a worker, by its type
    if (this.endpoint instanceof MessagePort) this.endpoint.start();
  }
}

declare const BroadcastChannel: new (name: string) => { onmessage: (event: MessageEvent) => void };
const bus = new BroadcastChannel('bus');
bus.onmessage = (event) => store.update(event.data); //~ ok missing-origin-check: a class of that name
