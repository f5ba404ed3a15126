import { accept as acceptWidget, default as Frame, origins, pick } from './lib';

window.addEventListener('message', (event) => { //~ ok missing-origin-check: through two barrels
  if (!acceptWidget(event.origin)) return;
  new Frame(event.data.src).mount();
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a member of a namespace
  if (origins.STATIC.has(event.origin)) new Frame(event.data.src).mount();
});

window.addEventListener('message', (event) => {
  if (pick(event.origin, 'widgets')) new Frame(event.data.src).mount();
});
