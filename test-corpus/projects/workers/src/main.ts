import ThumbnailWorker from './thumbnails?worker';
import { origin } from './shared';

const layout = new Worker(new URL('./layout.ts', import.meta.url), { type: 'module' });
const thumbnails = new ThumbnailWorker();

navigator.serviceWorker.register('/push.js');

layout.onmessage = ({ data }) => {
  document.querySelector('#chart')!.innerHTML = data.svg; //~ ok message-to-html: from the page's own worker
};
thumbnails.postMessage({ size: 64 }); //~ ok wildcard-target-origin: a worker has no target origin

window.addEventListener('message', (event) => {
  if (event.origin === origin) layout.postMessage(event.data);
});
