// Trust on first use: the first page that speaks becomes the one to be trusted.
import { store } from './store';
import { config } from './config';

let peer: string | undefined;

window.addEventListener('message', (event) => {
  if (event.data === 'hello' && !peer) {
    peer = event.origin;
    return;
  }
  if (event.origin !== peer) return; //~ untrusted-expected-origin `event.origin !== peer`
  store.update(event.data);
});

const session = { origin: '' };

window.addEventListener('message', (event) => {
  if (event.data.type === 'handshake') session.origin = event.origin;
  else if (event.origin === session.origin) store.update(event.data); //~ untrusted-expected-origin `event.origin === session.origin`
});

const field = document.querySelector<HTMLInputElement>('#embed-origin')!;
window.addEventListener('message', (event) => {
  if (event.origin !== field.value) return; //~ untrusted-expected-origin `event.origin !== field.value`
  store.update(event.data);
});

let partner: string | undefined;

window.addEventListener('message', (event) => {
  if (event.origin !== config.partner) return;
  if (event.data === 'hello') partner = event.origin;
  if (event.origin === partner) store.update(event.data); //~ ok untrusted-expected-origin: remembered after it was checked
});

const frame = document.createElement('iframe');
frame.src = config.widgetUrl;
document.body.append(frame);

window.addEventListener('message', (event) => {
  if (event.origin !== new URL(frame.src).origin) return; //~ ok untrusted-expected-origin: the address that this page gave its own frame
  store.update(event.data);
});

export function listen(origin: string): void {
  window.addEventListener('message', (event) => {
    if (event.origin !== origin) return; //~ ok untrusted-expected-origin: the caller says which
    store.update(event.data);
  });
}

const script = document.currentScript as HTMLScriptElement;
window.addEventListener('message', (event) => {
  if (event.origin !== new URL(script.src).origin) return; //~ ok untrusted-expected-origin: the server that this very script came from
  store.update(event.data);
});
