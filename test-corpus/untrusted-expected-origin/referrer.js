// The embedding page decides what document.referrer and ancestorOrigins say.
import { render } from './view.js';

const embedder = document.referrer ? new URL(document.referrer).origin : '';

window.addEventListener('message', (event) => {
  if (event.origin !== embedder) return; //~ untrusted-expected-origin `event.origin !== embedder`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (document.referrer.startsWith(event.origin)) render(event.data); //~ untrusted-expected-origin `document.referrer.startsWith(event.origin)`
});

window.addEventListener('message', (event) => {
  if (location.ancestorOrigins[0] !== event.origin) return; //~ untrusted-expected-origin `location.ancestorOrigins[0] !== event.origin`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (location.ancestorOrigins.contains(event.origin)) render(event.data); //~ untrusted-expected-origin `location.ancestorOrigins.contains(event.origin)`
});

window.addEventListener('message', (event) => {
  if (embedder !== 'https://app.example.com' || event.origin !== embedder) return; //~ ok untrusted-expected-origin: the referrer is compared with a constant first
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://app.example.com') return;
  console.debug(document.referrer.startsWith(event.origin)); //~ ok untrusted-expected-origin: the referrer is only logged
  render(event.data);
});
