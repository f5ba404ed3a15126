// Channels that belong to something: a class, a scope, a signal, an element, a block.
import { onScopeDispose } from 'vue';
import { show } from './view';

export class Live {
  readonly #news: BroadcastChannel;
  private socket?: WebSocket;
  private feed = new EventSource('/feed'); //~ ok channel-not-closed: ngOnDestroy closes it

  constructor(url: string) {
    this.#news = new BroadcastChannel('news'); //~ ok channel-not-closed: ngOnDestroy closes it
    this.#news.onmessage = (event) => show(event.data);
    this.socket = new WebSocket(url); //~ ok channel-not-closed: ngOnDestroy closes it
    this.socket.onmessage = (event) => show(event.data);
    this.feed.onmessage = (event) => show(event.data);
  }

  ngOnDestroy(): void {
    this.#news.close();
    this.socket?.close();
    this.feed.close();
  }
}

class LiveBadge extends HTMLElement {
  private channel?: BroadcastChannel;

  connectedCallback(): void {
    this.channel = new BroadcastChannel('badge'); //~ ok channel-not-closed: closed when the element leaves the document
    this.channel.onmessage = (event) => (this.textContent = event.data);
  }

  disconnectedCallback(): void {
    this.channel?.close();
  }
}

customElements.define('live-badge', LiveBadge);

export function useNews(): void {
  const news = new BroadcastChannel('news'); //~ ok channel-not-closed: closed with the scope of the component
  news.onmessage = (event) => show(event.data);
  onScopeDispose(() => news.close());
}

export function useLeakingNews(): void {
  const news = new BroadcastChannel('news'); //~ channel-not-closed `new BroadcastChannel('news')` low
  news.onmessage = (event) => show(event.data);
}

export function until(signal: AbortSignal): void {
  const news = new BroadcastChannel('news'); //~ ok channel-not-closed: closed when the signal is aborted
  news.onmessage = (event) => show(event.data);
  signal.addEventListener('abort', () => news.close(), { once: true });
}

export function announce(text: string): void {
  using news = new BroadcastChannel('news') as BroadcastChannel & Disposable; //~ ok channel-not-closed: disposed of at the end of the block
  news.postMessage(text);
}

export function ask(worker: Worker, question: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
    port1.onmessage = (event) => resolve(event.data);
    worker.postMessage(question, [port2]);
  });
}

export function askOnce(worker: Worker, question: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: closed by the reply
    port1.onmessage = (event) => {
      port1.close();
      resolve(event.data);
    };
    worker.postMessage(question, [port2]);
  });
}

export function subscribe(names: string[]): void {
  for (const name of names) {
    const channel = new BroadcastChannel(name); //~ channel-not-closed `new BroadcastChannel(name)`
    channel.onmessage = (event) => show(event.data);
  }
}

export function subscribeAll(names: string[]): () => void {
  const channels = names.map((name) => {
    const channel = new BroadcastChannel(name); //~ ok channel-not-closed: the caller gets what closes them all
    channel.onmessage = (event) => show(event.data);
    return channel;
  });
  return () => channels.forEach((channel) => channel.close());
}
