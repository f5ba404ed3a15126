// The same with types, in classes.
const APP = 'https://app.example.com';

export class Player {
  private last = '';

  constructor(private readonly frame: HTMLIFrameElement) {
    this.frame.addEventListener('message', this.onPlayer); //~ dead-message-listener `this.frame.addEventListener('message', this.onPlayer)` medium
  }

  private onPlayer = (event: Event): void => {
    this.last = String((event as MessageEvent).data);
  };
}

export class Counter {
  private count = 0;
  private readonly worker = new SharedWorker('/count.js');

  constructor() {
    this.worker.addEventListener('message', () => this.count++); //~ dead-message-listener `this.worker.addEventListener('message', () => this.count++)`
  }

  start(): void {
    this.worker.port.addEventListener('message', () => this.count++); //~ ok dead-message-listener: listens to the port
    this.worker.port.start();
  }
}

export function watch(element: HTMLElement, show: (text: string) => void): void {
  element.addEventListener('message', (event) => show(event.type)); //~ ok dead-message-listener: any element may be one that dispatches events
}

export function watchFrame(frame: HTMLIFrameElement, show: (text: string) => void): void {
  window.addEventListener('message', (event) => {
    if (event.source === frame.contentWindow && event.origin === APP) show(String(event.data)); //~ ok dead-message-listener: the window, with the frame as its source
  });
}

export function watchInner(frame: HTMLIFrameElement, show: (text: string) => void): void {
  frame.contentDocument!.addEventListener('message', (event) => show(event.type)); //~ dead-message-listener `frame.contentDocument!.addEventListener('message', (event) => show(event.type))`
}

export function watchNews(show: (text: string) => void): () => void {
  const news = new BroadcastChannel('news');
  news.addEventListener('message', (event) => show(String(event.data))); //~ ok dead-message-listener: a broadcast channel gets them
  return () => news.close();
}
