// Class fields, methods, inherited methods, accessors and private names.
import { store } from './store';

const TRUSTED = 'https://app.example.com';

export class FieldArrow {
  private readonly onMessage = (event: MessageEvent): void => {
    store.update(event.data);
  };
  connect(): void {
    window.addEventListener('message', this.onMessage); //~ missing-origin-check `window.addEventListener('message', this.onMessage)` medium
  }
}

export class BoundMethod {
  constructor(private readonly name: string) {
    window.addEventListener('message', this.receive.bind(this)); //~ missing-origin-check `window.addEventListener('message', this.receive.bind(this))`
  }
  private receive(event: MessageEvent): void {
    if (event.data.name === this.name) store.update(event.data);
  }
}

export class BoundInConstructor {
  constructor() {
    this.receive = this.receive.bind(this);
    window.addEventListener('message', this.receive, false); //~ missing-origin-check `window.addEventListener('message', this.receive, false)`
  }
  receive(event: MessageEvent): void {
    store.update(event.data);
  }
}

export class PrivateName {
  #listener = ({ data }: MessageEvent): void => {
    store.update(data);
  };
  start(): void {
    window.addEventListener('message', this.#listener); //~ missing-origin-check `window.addEventListener('message', this.#listener)`
  }
}

export class SelfListener implements EventListenerObject {
  constructor() {
    window.addEventListener('message', this); //~ missing-origin-check `window.addEventListener('message', this)`
  }
  handleEvent(event: MessageEvent): void {
    store.update(event.data);
  }
}

abstract class Endpoint {
  protected abstract receive(data: unknown): void;
  protected listen(): void {
    window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
      this.receive(event.data);
    });
  }
}

export class StoreEndpoint extends Endpoint {
  constructor() {
    super();
    this.listen();
  }
  protected receive(data: unknown): void {
    store.update(data);
  }
}

export class OwnWindow {
  private readonly _window: Window = window;
  constructor() {
    this._window.addEventListener('message', (event) => store.update(event.data)); //~ missing-origin-check `this._window.addEventListener('message', (event) => store.update(event.data))`
  }
}

export class CheckedField {
  private readonly onMessage = (event: MessageEvent): void => {
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: a class field arrow that compares
    store.update(event.data);
  };
  connect(): void {
    window.addEventListener('message', this.onMessage);
  }
}

export class CheckedMethod {
  constructor(private readonly origin: string) {
    window.addEventListener('message', this.receive.bind(this));
  }
  private receive(event: MessageEvent): void {
    if (!this.accepts(event)) return; //~ ok missing-origin-check: the check is a method
    store.update(event.data);
  }
  private accepts({ origin }: MessageEvent): boolean {
    return origin === this.origin;
  }
}

abstract class Filtered {
  protected constructor(private readonly allowed: readonly string[]) {}
  handleEvent(event: MessageEvent): void {
    if (!this.allowed.includes(event.origin)) return; //~ ok missing-origin-check: the base class compares before it hands on
    this.receive(event.data);
  }
  protected abstract receive(data: unknown): void;
}

export class FilteredStore extends Filtered {
  constructor() {
    super([TRUSTED]);
    window.addEventListener('message', this);
  }
  protected receive(data: unknown): void {
    store.update(data);
  }
}

export class WithValidator {
  private readonly validator = { isValid: (event: MessageEvent): boolean => event.origin === TRUSTED };
  constructor() {
    window.addEventListener('message', (event) => {
      if (!this.validator.isValid(event)) return; //~ ok missing-origin-check: a validator object
      store.update(event.data);
    });
  }
}

export class LooseValidator {
  private readonly validator = { isValid: (event: MessageEvent): boolean => event.data.type === 'response' };
  constructor() {
    window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
      if (!this.validator.isValid(event)) return;
      store.update(event.data);
    });
  }
}
