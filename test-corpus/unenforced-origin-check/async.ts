// An answer that nobody waits for.
import { store } from './store';

const TRUSTED = 'https://app.example.com';

async function allowed(origin: string): Promise<boolean> {
  return origin === TRUSTED; //~ unenforced-origin-check `origin === TRUSTED`
}

window.addEventListener('message', (event) => {
  if (!allowed(event.origin)) return;
  store.update(event.data);
});

function inspect(origin: string): Promise<void> {
  return origin === TRUSTED ? Promise.resolve() : Promise.reject(new Error(origin)); //~ unenforced-origin-check `origin === TRUSTED`
}

window.addEventListener('message', (event) => {
  inspect(event.origin).catch((error) => console.error(error));
  store.update(event.data);
});

async function permitted(origin: string): Promise<boolean> {
  return origin === TRUSTED; //~ ok unenforced-origin-check: its caller awaits it
}

window.addEventListener('message', async (event) => {
  if (!(await permitted(event.origin))) return;
  store.update(event.data);
});

function demand(origin: string): Promise<void> {
  return origin === TRUSTED ? Promise.resolve() : Promise.reject(new Error(origin)); //~ ok unenforced-origin-check: the effect hangs on the promise
}

window.addEventListener('message', (event) => {
  demand(event.origin)
    .then(() => store.update(event.data))
    .catch((error) => console.error(error));
});
