// Substring tests: the allowed name may stand anywhere in a hostile origin.
import { render, player } from './view.js';

const HOST = 'widgets.example.com';
const PARTNERS = ['https://shop.example.com', 'https://pay.example.net'];

window.addEventListener('message', (event) => {
  if (event.origin.indexOf('example.com') !== -1) { //~ weak-origin-check `event.origin.indexOf('example.com') !== -1` medium
    render(event.data);
  }
});

window.addEventListener('message', function (e) {
  if (!e.origin.includes(HOST)) return; //~ weak-origin-check `e.origin.includes(HOST)`
  player.load(e.data.track);
}, false);

window.addEventListener('message', ({ origin, data }) => {
  if (origin.search('www.example.com') < 0) return; //~ weak-origin-check `origin.search('www.example.com') < 0`
  render(data);
});

window.addEventListener('message', (message) => {
  const sender = message.origin;
  const known = PARTNERS.some((partner) => sender.includes(partner)); //~ weak-origin-check `sender.includes(partner)`
  if (known) render(message.data);
});

window.addEventListener('message', (ev) => {
  if (ev.origin.indexOf(location.hostname) < 0) return; //~ weak-origin-check `ev.origin.indexOf(location.hostname) < 0`
  render(ev.data);
});

window.addEventListener('message', (evt) => {
  const url = new URL(evt.origin);
  if (url.hostname.includes('example.com')) { //~ weak-origin-check `url.hostname.includes('example.com')`
    render(evt.data);
  }
});

// Membership in an array is equality, whatever the method is called.
window.addEventListener('message', (event) => {
  if (!PARTNERS.includes(event.origin)) return; //~ ok weak-origin-check: Array.prototype.includes compares whole strings
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (PARTNERS.indexOf(event.origin) === -1) return; //~ ok weak-origin-check: Array.prototype.indexOf compares whole strings
  render(event.data);
});

// The substring test is about the data; the origin is compared as a whole.
window.addEventListener('message', (event) => {
  if (event.origin !== PARTNERS[0]) return;
  if (event.data.url.includes('example.com')) render(event.data.title); //~ ok weak-origin-check: the sender is authenticated one line above
});

// A substring test in front of an exact one narrows nothing and opens nothing.
window.addEventListener('message', (event) => {
  if (!event.origin.includes('example.com')) return; //~ ok weak-origin-check: an exact comparison follows
  if (event.origin !== 'https://shop.example.com') return;
  render(event.data);
});
