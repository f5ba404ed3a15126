// Classes: bound methods, field arrows, handleEvent, and the same with a check in another method.
import { Store } from './store';

export class BoundBridge {
  constructor(private readonly store: Store) {
    window.addEventListener('message', this.receive.bind(this), false); //~ missing-origin-check `window.addEventListener('message', this.receive.bind(this), false)` medium
  }

  private receive(event: MessageEvent): void {
    this.store.update(event.data);
  }
}

export class ArrowBridge {
  private last: unknown = null;

  private readonly receive = ({ data }: MessageEvent): void => {
    this.last = data;
  };

  open(): void {
    window.addEventListener('message', this.receive); //~ missing-origin-check `window.addEventListener('message', this.receive)`
  }

  close(): void {
    window.removeEventListener('message', this.receive);
  }

  get value(): unknown {
    return this.last;
  }
}

export class ObjectBridge {
  constructor(private readonly store: Store) {}

  open(): void {
    window.addEventListener('message', this); //~ missing-origin-check `window.addEventListener('message', this)`
  }

  handleEvent(event: MessageEvent): void {
    this.store.update(event.data);
  }
}

export class CheckedBridge {
  constructor(private readonly store: Store, private readonly origin: string) {
    window.addEventListener('message', (event) => this.receive(event)); //~ ok missing-origin-check: the method that is called checks first
  }

  private receive(event: MessageEvent): void {
    if (!this.accepts(event)) return;
    this.store.update(event.data);
  }

  private accepts({ origin }: MessageEvent): boolean {
    return origin === this.origin;
  }
}

export class TableBridge {
  private readonly origins = ['https://a.example.com', 'https://b.example.com'];

  constructor(private readonly store: Store) {
    window.onmessage = this.receive; //~ ok missing-origin-check: the field arrow looks the origin up in a list
  }

  private readonly receive = (event: MessageEvent): void => {
    if (!this.origins.includes(event.origin)) return;
    this.store.update(event.data);
  };
}
