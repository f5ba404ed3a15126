// No check: a class with a field, a bound method and a subclass.
import { store } from './view';

abstract class Endpoint {
  protected seen = 0;

  constructor(protected readonly name: string) {
    window.addEventListener('message', this.receive.bind(this), false);
  }

  protected receive(event: MessageEvent): void {
    this.seen += 1;
    if (event.data.name !== this.name) return;
    this.accept(event.data);
  }

  protected abstract accept(data: unknown): void;
}

class StoreEndpoint extends Endpoint {
  protected accept(data: unknown): void {
    store.update(data);
  }
}

new StoreEndpoint('chart');
