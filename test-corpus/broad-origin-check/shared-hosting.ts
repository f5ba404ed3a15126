// Anybody can publish under these suffixes, so trusting all their subdomains is trusting everybody.
import { preview } from './preview';

const PREVIEW = /^https:\/\/[\w-]+\.vercel\.app$/;

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith('.github.io')) return; //~ broad-origin-check `event.origin.endsWith('.github.io')` medium
  preview.show(event.data);
});

window.addEventListener('message', (event) => {
  if (PREVIEW.test(event.origin)) preview.show(event.data); //~ broad-origin-check `PREVIEW.test(event.origin)` medium
});

window.addEventListener('message', ({ origin, data }) => {
  const { hostname } = new URL(origin);
  if (!hostname.endsWith('.netlify.app')) return; //~ broad-origin-check `hostname.endsWith('.netlify.app')` medium
  preview.show(data);
});

const isPreview = (origin: string): boolean => origin.endsWith('.pages.dev'); //~ broad-origin-check `origin.endsWith('.pages.dev')` medium

window.addEventListener('message', (event) => {
  if (event.origin === 'https://app.example.com' || isPreview(event.origin)) preview.show(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://example.github.io') return; //~ ok broad-origin-check: one page of the shared host
  preview.show(event.data);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/example\.vercel\.app$/.test(event.origin)) return; //~ ok broad-origin-check: one deployment
  preview.show(event.data);
});

window.addEventListener('message', (event) => {
  const deployments = new Set(['https://example.netlify.app', 'https://example-docs.netlify.app']);
  if (deployments.has(event.origin)) preview.show(event.data); //~ ok broad-origin-check: two deployments, by name
});

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith('.github.io')) console.debug('not a preview'); //~ ok broad-origin-check: logged, the check that guards is exact
  if (event.origin !== location.origin) return;
  preview.show(event.data);
});
