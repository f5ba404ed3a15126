// Classes and hooks that try to remove what they added.
import { useEffect } from 'react';

const APP = 'https://app.example.com';

export class Bridge {
  last = '';

  attach(): void {
    window.addEventListener('message', this.onMessage.bind(this));
  }

  detach(): void {
    window.removeEventListener('message', this.onMessage.bind(this)); //~ listener-removal-mismatch `this.onMessage.bind(this)` medium
  }

  private onMessage(event: MessageEvent): void {
    if (event.origin === APP) this.last = String(event.data);
  }
}

export class BoundBridge {
  last = '';

  constructor() {
    this.onMessage = this.onMessage.bind(this);
  }

  attach(): void {
    window.addEventListener('message', this.onMessage);
  }

  detach(): void {
    window.removeEventListener('message', this.onMessage); //~ ok listener-removal-mismatch: bound once, in the constructor
  }

  private onMessage(event: MessageEvent): void {
    if (event.origin === APP) this.last = String(event.data);
  }
}

export class HalfBoundBridge {
  last = '';

  attach(worker: Worker): void {
    worker.addEventListener('message', this.onWorker.bind(this));
  }

  detach(worker: Worker): void {
    worker.removeEventListener('message', this.onWorker); //~ listener-removal-mismatch `this.onWorker`
  }

  private onWorker(event: MessageEvent): void {
    this.last = String(event.data);
  }
}

export class FieldBridge {
  last = '';

  attach(): void {
    navigator.serviceWorker.addEventListener('message', this.onField);
  }

  detach(): void {
    navigator.serviceWorker.removeEventListener('message', this.onField); //~ ok listener-removal-mismatch: a field holds the same function
  }

  private onField = (event: MessageEvent): void => {
    this.last = String(event.data);
  };
}

export class ArrowBridge {
  last = '';

  constructor(private readonly channel: BroadcastChannel) {}

  attach(): void {
    this.channel.addEventListener('message', (event) => this.onChannel(event));
  }

  detach(): void {
    this.channel.removeEventListener('message', this.onChannel); //~ listener-removal-mismatch `this.onChannel`
    this.channel.close();
  }

  private onChannel(event: MessageEvent): void {
    this.last = String(event.data);
  }
}

export function useFresh(show: (text: string) => void): void {
  useEffect(() => {
    const onFresh = (event: MessageEvent) => event.origin === APP && show(String(event.data));
    window.addEventListener('message', (event) => onFresh(event));
    return () => window.removeEventListener('message', (event) => onFresh(event)); //~ listener-removal-mismatch `(event) => onFresh(event)`
  }, [show]);
}

export function useSame(show: (text: string) => void): void {
  useEffect(() => {
    const onSame = (event: MessageEvent) => event.origin === APP && show(String(event.data));
    window.addEventListener('message', onSame);
    return () => window.removeEventListener('message', onSame); //~ ok listener-removal-mismatch: the same variable
  }, [show]);
}

// What throws unless it is open is reached once it was opened.
export class Port {
  private open = false;

  constructor(private readonly receive: (data: unknown) => void) {}

  close(): void {
    if (!this.open) throw new Error('open() comes first');
    this.open = false;
    window.removeEventListener('message', this.onMessage.bind(this), false); //~ listener-removal-mismatch `this.onMessage.bind(this)`
  }

  connect(): this {
    if (this.open) throw new Error('open already');
    this.open = true;
    window.addEventListener('message', this.onMessage.bind(this), false);
    return this;
  }

  private onMessage(event: MessageEvent): void {
    if (event.origin === APP) this.receive(event.data);
  }
}
