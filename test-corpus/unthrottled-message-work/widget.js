// A widget that its page asks for data.
import { debounce, throttle } from 'lodash-es';
import { trusted } from './origins.js';
import { load } from './load.js';

const HOST = 'https://shop.example.com';
const state = { pending: null, last: 0, ready: false };

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  switch (event.data.type) {
    case 'refresh':
      fetch('/api/cart', { credentials: 'include' }); //~ unthrottled-message-work `fetch('/api/cart', { credentials: 'include' })` low
      break;
    case 'seen':
      navigator.sendBeacon('/seen'); //~ unthrottled-message-work `navigator.sendBeacon('/seen')` low
      break;
    case 'report':
      report();
      break;
    case 'pulse':
      load('/pulse'); //~ ok unthrottled-message-work: what it costs cannot be seen
      break;
  }
});

function report() {
  const request = new XMLHttpRequest();
  request.open('POST', '/report');
  request.send('shown'); //~ unthrottled-message-work `request.send('shown')` low
}

window.addEventListener('message', async (event) => { //~ ok unthrottled-message-work: of one origin
  if (event.origin !== HOST) return;
  await fetch('/api/stock');
});

window.addEventListener('message', (event) => { //~ ok unthrottled-message-work: a check out of sight //~ unauthenticated-listener `window.addEventListener('message', (event) => {…`
  if (trusted(event.origin)) fetch('/api/stock');
});

window.addEventListener('message', async (event) => { //~ missing-origin-check `window.addEventListener('message', async (event) => {…`
  if (event.data !== 'sync' || state.pending) return;
  state.pending = fetch('/api/sync', { method: 'POST' }); //~ ok unthrottled-message-work: one at a time
  await state.pending;
  state.pending = null;
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data !== 'poll') return;
  const now = Date.now();
  if (now - state.last < 1000) return;
  state.last = now;
  fetch('/api/poll'); //~ ok unthrottled-message-work: once in a second
});

const onTyping = debounce(() => fetch('/api/typing'), 300); //~ ok unthrottled-message-work: once they stop
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data === 'typing') onTyping();
});

window.addEventListener('message', debounce((event) => { //~ missing-origin-check `window.addEventListener('message', debounce((event) => {…`
  if (event.data === 'layout') fetch('/api/layout'); //~ ok unthrottled-message-work: the handler itself is held back
}, 100));

const locate = throttle(() => fetch('/api/location'), 5000); //~ ok unthrottled-message-work: once in five seconds
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data === 'moved') locate();
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data !== 'draft') return;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => fetch('/api/draft'), 250); //~ ok unthrottled-message-work: held back by a timer
});

window.addEventListener('message', (event) => {
  if (event.isTrusted && event.data === 'avatar') { //~ spoofable-sender-check `event.isTrusted` medium
    fetch('/api/avatar'); //~ unthrottled-message-work `fetch('/api/avatar')`
  }
});

export function authorize(url) {
  const popup = open(url);
  window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…`
    if (data.code) fetch('/api/token', { method: 'POST', body: new URLSearchParams({ code: data.code }) }); //~ ok unthrottled-message-work: one message is heard
    //~^ message-to-request `fetch('/api/token', { method: 'POST', body: new URLSearchParams({ code: data.code }) })`
    popup.close();
  }, { once: true });
}
