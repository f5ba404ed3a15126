// A validator object, an inherited check, a class field, a WeakMap of windows.
import { store } from './view';

class Policy {
  constructor(private readonly allowed: readonly string[]) {}

  isValid(event: MessageEvent): boolean {
    return this.allowed.some((origin) => origin === event.origin);
  }
}

abstract class Endpoint {
  private readonly policy = new Policy(['https://app.example.com']);

  listen(): this {
    window.addEventListener('message', this.onMessage);
    return this;
  }

  protected readonly onMessage = (event: MessageEvent): void => {
    if (!this.policy.isValid(event)) return;
    this.accept(event.data);
  };

  protected abstract accept(data: unknown): void;
}

class StoreEndpoint extends Endpoint {
  protected accept(data: unknown): void {
    store.update(data);
  }
}

new StoreEndpoint().listen();

const frames = new WeakMap<object, string>();
for (const frame of Array.from(document.querySelectorAll('iframe'))) {
  if (frame.contentWindow) frames.set(frame.contentWindow, frame.name);
}

window.addEventListener('message', ({ source, data }) => {
  const name = source ? frames.get(source) : undefined;
  if (name === undefined) return;
  store.update({ name, data });
});
