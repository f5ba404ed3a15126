// Lists with a plain http entry; loopback hosts are as safe as the machine.
import { store } from './store';
import { config } from './config';

const ALLOWED = ['https://app.example.com', 'http://legacy.example.com'];
const DEVELOPMENT = ['https://app.example.com', 'http://localhost:3000', 'http://127.0.0.1:5173', 'http://[::1]:8080'];
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/;

window.addEventListener('message', (event) => {
  if (!ALLOWED.includes(event.origin)) return; //~ insecure-origin-allowed `ALLOWED.includes(event.origin)`
  store.update(event.data);
});

export class Receiver {
  static readonly peers = new Set(['http://intranet.example.com:8080']);

  listen(): void {
    window.addEventListener('message', ({ origin, data }) => {
      if (!Receiver.peers.has(origin)) return; //~ insecure-origin-allowed `Receiver.peers.has(origin)`
      store.update(data);
    });
  }
}

function known(origin: string): boolean {
  return origin === 'https://app.example.com' || origin === 'http://app.example.com'; //~ insecure-origin-allowed `origin === 'http://app.example.com'`
}

window.addEventListener('message', (event) => {
  if (known(event.origin)) store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (!DEVELOPMENT.includes(event.origin)) return; //~ ok insecure-origin-allowed: loopback hosts only
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (!LOOPBACK.test(event.origin)) return; //~ ok insecure-origin-allowed: loopback hosts only, at any port
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  const peer = config.development ? 'http://localhost:4200' : 'https://app.example.com';
  if (event.origin !== peer) return; //~ ok insecure-origin-allowed: the plain one is loopback
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'http://tenant.localhost:3000') return; //~ ok insecure-origin-allowed: names below localhost are loopback too
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  const secure = ALLOWED.filter((origin) => origin.startsWith('https:'));
  if (!secure.includes(event.origin)) return; //~ ok insecure-origin-allowed: the plain entries are filtered out
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === 'http://app.example.com') return; //~ ok insecure-origin-allowed: the plain one is turned away
  if (event.origin !== 'https://app.example.com') return;
  store.update(event.data);
});
