// Whoever made the link chose the origin that this page trusts.
import { render } from './view.js';

const params = new URLSearchParams(location.search);
const PARTNERS = ['https://a.example.com', 'https://b.example.com'];

window.addEventListener('message', (event) => {
  if (event.origin !== params.get('origin')) return; //~ untrusted-expected-origin `event.origin !== params.get('origin')` medium
  render(event.data);
});

const expected = decodeURIComponent(location.hash.slice(1));
window.addEventListener('message', (event) => {
  if (event.origin === expected) render(event.data); //~ untrusted-expected-origin `event.origin === expected`
});

window.addEventListener('message', (event) => {
  const parentUrl = new URL(location.href).searchParams.get('parent');
  if (event.origin !== new URL(parentUrl).origin) return; //~ untrusted-expected-origin `event.origin !== new URL(parentUrl).origin`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const match = /[?&]origin=([^&]*)/.exec(location.search);
  if (!match || event.origin !== decodeURIComponent(match[1])) return; //~ untrusted-expected-origin `event.origin !== decodeURIComponent(match[1])`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const allowed = (params.get('origins') || '').split(',');
  if (!allowed.includes(event.origin)) return; //~ untrusted-expected-origin `allowed.includes(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== window.name) return; //~ untrusted-expected-origin `event.origin !== window.name`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const claimed = params.get('origin');
  if (!PARTNERS.includes(claimed) || event.origin !== claimed) return; //~ ok untrusted-expected-origin: the parameter picks one of a list
  render(event.data);
});

window.addEventListener('message', (event) => {
  const peer = PARTNERS.find((partner) => partner === params.get('origin'));
  if (!peer || event.origin !== peer) return; //~ ok untrusted-expected-origin: what is compared comes out of the list
  render(event.data);
});

window.addEventListener('message', (event) => {
  const peer = params.get('env') === 'staging' ? PARTNERS[1] : PARTNERS[0];
  if (event.origin !== peer) return; //~ ok untrusted-expected-origin: the parameter chooses between two constants
  render(event.data);
});

window.addEventListener('message', (event) => {
  const { origin } = new URL(location.href);
  if (event.origin !== origin) return; //~ ok untrusted-expected-origin: the page's own origin is not the sender's to choose
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== PARTNERS[0]) return;
  if (event.data.page === location.hash) render(event.data); //~ ok untrusted-expected-origin: the URL is compared with the data
});
