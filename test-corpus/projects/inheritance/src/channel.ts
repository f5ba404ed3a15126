export abstract class Channel<T> {
  protected peer: Window | null = null;

  constructor(protected readonly origin: string) {
    window.addEventListener('message', this.receive); //~ ok missing-origin-check: whether a sender counts, the subclass decides
  }

  private receive = (event: MessageEvent<T>) => {
    if (!this.accepts(event)) return;
    this.onData(event.data);
  };

  protected accepts(event: MessageEvent<T>): boolean {
    return event.origin === this.origin;
  }

  protected abstract onData(data: T): void;
}
