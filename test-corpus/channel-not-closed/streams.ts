// Server events and sockets in functions, loops and classes.
import { apply, feeds } from './feeds';

const status = new EventSource('/status'); //~ ok channel-not-closed: a singleton of the module
status.onmessage = (event) => apply(event.data);

let shared: BroadcastChannel | undefined;

export function tabs(): void {
  shared ??= new BroadcastChannel('tabs'); //~ ok channel-not-closed: a singleton of the module, made on first use
  shared.postMessage('hello');
}

export function follow(url: string): void {
  const source = new EventSource(url); //~ ok channel-not-closed: closed as soon as the server fails
  source.onmessage = (event) => apply(event.data);
  source.onerror = () => source.close();
}

for (const feed of feeds) {
  const source = new EventSource(feed.url); //~ channel-not-closed `new EventSource(feed.url)` low
  source.addEventListener('message', (event) => apply(event.data));
}

export async function probe(url: string): Promise<boolean> {
  const socket = new WebSocket(url); //~ channel-not-closed `new WebSocket(url)`
  return new Promise((resolve) => {
    socket.onopen = () => resolve(true);
    socket.onerror = () => resolve(false);
  });
}

export async function probeAndClose(url: string): Promise<boolean> {
  const socket = new WebSocket(url); //~ ok channel-not-closed: closed when it has opened
  return new Promise((resolve) => {
    socket.onopen = () => {
      socket.close();
      resolve(true);
    };
    socket.onerror = () => resolve(false);
  });
}

export function until(signal: AbortSignal, url: string): void {
  const source = new EventSource(url); //~ ok channel-not-closed: closed when the signal aborts
  source.onmessage = (event) => apply(event.data);
  signal.addEventListener('abort', () => source.close(), { once: true });
}

export function scoped(name: string, messages: string[]): void {
  using stack = new DisposableStack();
  const channel = stack.adopt(new BroadcastChannel(name), (c) => c.close()); //~ ok channel-not-closed: closed when the block is left
  for (const message of messages) channel.postMessage(message);
}

export function stoppable(url: string): { stop(): void } {
  const source = new EventSource(url); //~ ok channel-not-closed: the object that is returned can close it
  source.onmessage = (event) => apply(event.data);
  return { stop: () => source.close() };
}

export class Feed {
  private source: EventSource | null = null;

  open(url: string): void {
    this.source = new EventSource(url); //~ ok channel-not-closed: closed by another method
    this.source.onmessage = (event) => apply(event.data);
  }

  close(): void {
    this.source?.close();
    this.source = null;
  }
}

export class Rooms {
  readonly #rooms = new Map<string, WebSocket>();

  join(name: string): void {
    this.#rooms.set(name, new WebSocket('wss://live.example.com/' + encodeURIComponent(name))); //~ ok channel-not-closed: kept in a table whose members are closed
  }

  leave(): void {
    for (const room of this.#rooms.values()) room.close();
    this.#rooms.clear();
  }
}
