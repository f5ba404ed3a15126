// Checks out of line that hold: functions, inherited methods, validator objects, promises, generators.
import { store } from './store';
import { config } from './config';
import { isTrusted, validate, assertOrigin } from './security';

const ALLOWED: ReadonlySet<string> = new Set(['https://app.example.com', 'https://b.example.com']);
const ROUTES = new Map([['https://app.example.com', 'app']]);
const OWN = { 'https://app.example.com': true, 'https://b.example.com': true };

const isAllowed = (origin: string): boolean => ALLOWED.has(origin);

window.addEventListener('message', (event) => {
  if (!isAllowed(event.origin)) return; //~ ok weak-origin-check: membership in a set, in an arrow of this file
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  const route = ROUTES.get(event.origin); //~ ok weak-origin-check: a lookup by origin
  if (route === undefined) return;
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (!Object.hasOwn(OWN, event.origin)) return; //~ ok weak-origin-check: own keys only
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (!Object.prototype.hasOwnProperty.call(OWN, event.origin)) return; //~ ok weak-origin-check: own keys only
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (!(event.origin in OWN)) return; //~ ok weak-origin-check: no name on Object.prototype is an origin
  store.update(event.data);
});

abstract class Base {
  protected abstract readonly origin: string;
  protected accepts(event: MessageEvent): boolean {
    return event.origin === this.origin; //~ ok weak-origin-check: inherited, compared with a field of the subclass
  }
}

export class Embed extends Base {
  protected readonly origin = config.embedOrigin;
  constructor() {
    super();
    window.addEventListener('message', (event) => this.onMessage(event));
  }
  private onMessage(event: MessageEvent): void {
    if (!super.accepts(event)) return;
    store.update(event.data);
  }
}

const verify = (origin: string): Promise<boolean> => Promise.resolve(origin === config.embedOrigin); //~ ok weak-origin-check: the answer comes as a promise
window.addEventListener('message', (event) => {
  verify(event.origin).then((ok) => {
    if (ok) store.update(event.data);
  });
});

function* steps(event: MessageEvent): Generator<string, void, unknown> {
  if (event.origin !== config.embedOrigin) return; //~ ok weak-origin-check: the generator ends before it yields
  yield event.data;
}
window.addEventListener('message', (event) => {
  for (const step of steps(event)) store.update(step);
});

window.addEventListener('message', (event) => {
  if (!isTrusted(event.origin)) return; //~ ok weak-origin-check: an imported predicate that is given the origin
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (!validate(event)) return; //~ ok weak-origin-check: an imported predicate that is given the event
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  assertOrigin(event.origin); //~ ok weak-origin-check: an imported assertion that throws
  store.update(event.data);
});
