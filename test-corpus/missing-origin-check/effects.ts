// What makes an unauthenticated handler matter.
import { applySettings } from './settings';

let latest: unknown;
const seen = new Set<unknown>();
const updates = new BroadcastChannel('updates');
const dialog = document.querySelector('dialog')!;

// Something of the message goes where it cannot be followed.
window.addEventListener('message', (event) => applySettings(event.data.settings)); //~ missing-origin-check `window.addEventListener('message', (event) => applySettings(event.data.settings))` medium

// It is kept.
window.addEventListener('message', (event) => { latest = event.data; }); //~ missing-origin-check `window.addEventListener('message', (event) => { latest = event.data; })`

window.addEventListener('message', (event) => void seen.add(event.data.id)); //~ missing-origin-check `window.addEventListener('message', (event) => void seen.add(event.data.id))`

// The page changes, though nothing of the message is used.
//~v missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
window.addEventListener('message', (event) => {
  if (event.data === 'close') {
    dialog.close();
    dialog.remove();
  }
});

// Something is sent.
//~v missing-origin-check `window.addEventListener('message', (event) => {…` medium
window.addEventListener('message', (event) => {
  if (event.data?.type === 'refresh') updates.postMessage({ type: 'refresh' });
});

// A caller gets it.
export function subscribe(listener: (data: unknown) => void): () => void {
  const onMessage = (event: MessageEvent) => listener(event.data);
  window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` medium
  return () => window.removeEventListener('message', onMessage);
}

export function once(type: string): Promise<unknown> {
  return new Promise((resolve) => {
    //~v missing-origin-check `window.addEventListener('message', function listener(event) {…` medium
    window.addEventListener('message', function listener(event) {
      if (event.data.type !== type) return;
      window.removeEventListener('message', listener);
      resolve(event.data.value);
    });
  });
}

export function current(): unknown {
  return latest;
}
