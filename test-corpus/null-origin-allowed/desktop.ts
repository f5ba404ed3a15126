// Pages that also run from files and in web views tend to add 'null'.
import { bridge } from './bridge';

declare const __DEV__: boolean;

const base = ['https://app.example.com'];
const origins = [...base, 'null'];

export class Bridge {
  private readonly trusted: string[] = base.concat('null');

  constructor() {
    window.addEventListener('message', this.onMessage);
  }

  private onMessage = ({ origin, data }: MessageEvent): void => {
    if (!this.trusted.includes(origin)) return; //~ null-origin-allowed `this.trusted.includes(origin)`
    bridge.accept(data);
  };
}

window.addEventListener('message', (event) => {
  const match = origins.some((origin) => origin === event.origin); //~ null-origin-allowed `origin === event.origin`
  if (!match) return;
  bridge.accept(event.data);
});

window.addEventListener('message', (event) => {
  switch (event.origin) {
    case 'https://app.example.com':
      bridge.accept(event.data); //~ ok null-origin-allowed: the opaque case does nothing
      break;
    case 'null':
      console.debug('opaque sender');
      break;
  }
});

window.addEventListener('message', (event) => {
  if (String(event.origin) !== 'https://app.example.com') return; //~ ok null-origin-allowed: String() of a string is that string
  bridge.accept(event.data ?? 'null');
});

window.addEventListener('message', (event) => {
  if (new URL(event.origin).origin !== 'https://app.example.com') return; //~ ok null-origin-allowed: new URL('null') throws, and nothing follows
  bridge.accept(event.data);
});
