// Regular expressions that say what they mean.
import { render } from './view.js';

const ONE = /^https:\/\/shop\.example\.com$/;
const SEVERAL = /^https:\/\/(shop|pay|www)\.example\.com$/i;
const STATEFUL = /^https:\/\/shop\.example\.com$/g;
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const HOSTS = ['shop.example.com', 'pay.example.net'];
const BUILT = new RegExp('^https://(' + HOSTS.map(escape).join('|') + ')$');

window.addEventListener('message', (e) => {
  if (!ONE.test(e.origin)) return; //~ ok weak-origin-check: anchored at both ends, dots escaped
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin.match(SEVERAL)) render(e.data); //~ ok weak-origin-check: the alternation stands in a group
});

window.addEventListener('message', (e) => {
  if (STATEFUL.test(e.origin)) render(e.data); //~ ok weak-origin-check: lastIndex loses every second good message, and lets no bad one in
});

window.addEventListener('message', (e) => {
  if (!BUILT.test(e.origin)) return; //~ ok weak-origin-check: built from escaped names
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (e.origin.search(/^https:\/\/pay\.example\.net$/) !== 0) return; //~ ok weak-origin-check: search with an anchored pattern
  render(e.data);
});

window.addEventListener('message', (e) => {
  const match = /^https:\/\/([^/:]+)$/.exec(e.origin);
  if (!match || !HOSTS.includes(match[1])) return; //~ ok weak-origin-check: the pattern only takes the host out, membership decides
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (!/^https:\/\/shop\.example\.com(?:\/|$)/.test(e.origin)) return; //~ ok weak-origin-check: an origin has no slash after the host, so the alternative is dead
  render(e.data);
});

window.addEventListener('message', (e) => {
  if (!/^[a-z]+$/.test(e.data)) return; //~ ok weak-origin-check: a test of the data
  if (e.origin !== 'https://shop.example.com') return;
  render(e.data);
});
