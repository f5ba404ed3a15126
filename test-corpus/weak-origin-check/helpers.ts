// The check lives in a function, a method or an object; weak ones are reported where they are written.
import { store } from './store';

interface Settings {
  domain: string;
  strict?: boolean;
}

function fromOurDomain(origin: string, domain = 'example.com'): boolean {
  return origin.endsWith(domain); //~ weak-origin-check `origin.endsWith(domain)`
}

window.addEventListener('message', (event: MessageEvent<string>) => {
  if (!fromOurDomain(event.origin)) return;
  store.update(event.data);
});

export class Guard {
  private readonly pattern = new RegExp('example.com');

  accepts(event: MessageEvent): boolean {
    return this.pattern.test(event.origin); //~ weak-origin-check `this.pattern.test(event.origin)`
  }
}

const guard = new Guard();
window.addEventListener('message', (ev) => {
  if (guard.accepts(ev)) store.update(ev.data);
});

class Receiver {
  constructor(private settings: Settings) {
    window.addEventListener('message', this.receive);
  }

  protected allowed(origin: string): boolean {
    return origin.indexOf('//' + this.settings.domain) > 0; //~ weak-origin-check `origin.indexOf('//' + this.settings.domain) > 0`
  }

  private receive = (event: MessageEvent): void => {
    if (!this.allowed(event.origin)) return;
    store.update(event.data);
  };
}
export const receiver = new Receiver({ domain: 'example.com' });

const check = async (origin: string): Promise<boolean> => origin.includes('example.com'); //~ weak-origin-check `origin.includes('example.com')`
window.addEventListener('message', async (event) => {
  if (!(await check(event.origin))) return;
  store.update(event.data);
});

const rules = {
  exact: (origin: string) => origin === 'https://app.example.com',
  loose: (origin: string) => origin.startsWith('https://app.example'), //~ weak-origin-check `origin.startsWith('https://app.example')`
};
window.addEventListener('message', ({ origin, data }) => {
  if (!rules.loose(origin)) return;
  store.update(data);
});
window.addEventListener('message', ({ origin, data }) => {
  if (!rules.exact(origin)) return; //~ ok weak-origin-check: the exact one of the two
  store.update(data);
});
