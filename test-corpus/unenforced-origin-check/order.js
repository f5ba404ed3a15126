// The comparison stands after the effect, or beside it.
import { render, status } from './view.js';

const TRUSTED = 'https://app.example.com';
const LIST = [TRUSTED, 'https://b.example.com'];
const state = { user: null, seen: 0 };

window.addEventListener('message', (event) => {
  render(event.data);
  if (event.origin !== TRUSTED) return; //~ unenforced-origin-check `event.origin !== TRUSTED`
  status('rendered');
});

window.addEventListener('message', (event) => {
  state.user = event.data.user;
  if (event.origin === TRUSTED) { //~ unenforced-origin-check `event.origin === TRUSTED`
    status('signed in');
  }
});

window.addEventListener('message', (event) => {
  LIST.forEach((entry) => {
    if (entry !== event.origin) return; //~ unenforced-origin-check `entry !== event.origin`
    status('known');
  });
  render(event.data);
});

window.addEventListener('message', (event) => {
  setTimeout(() => {
    if (event.origin !== TRUSTED) return; //~ unenforced-origin-check `event.origin !== TRUSTED`
    status('settled');
  }, 0);
  render(event.data);
});

// Counting is no effect; what follows the check is guarded.
window.addEventListener('message', (event) => {
  state.seen += 1;
  if (event.origin !== TRUSTED) return; //~ ok unenforced-origin-check: only a counter stands before it
  state.user = event.data.user;
});

window.addEventListener('message', (event) => {
  const { data } = event;
  const user = data && data.user;
  if (event.origin !== TRUSTED) return; //~ ok unenforced-origin-check: data is read before, used after
  state.user = user;
});

window.addEventListener('message', (event) => {
  let known = false;
  LIST.forEach((entry) => {
    if (entry === event.origin) known = true; //~ ok unenforced-origin-check: the callback leaves its answer outside
  });
  if (!known) return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  let i = 0;
  for (; i < LIST.length; i++) {
    if (LIST[i] === event.origin) break; //~ ok unenforced-origin-check: the index tells whether the loop was left early
  }
  if (i === LIST.length) return;
  render(event.data);
});

// One kind of message is routed by the origin, the other by a number that the sender chooses.
const channels = { 'https://map.example.com': { draw: (shape) => map.append(shape) } };
const replies = {};
const map = document.querySelector('#map');

window.addEventListener('message', (event) => {
  const { method, params, id } = event.data;
  console.debug(typeof event.origin === 'string' ? event.origin : 'nobody');
  if (typeof method === 'string') {
    const channel = channels[event.origin]; //~ unenforced-origin-check `channels[event.origin]`: replies go past it
    if (channel) channel[method](params);
  } else if (id in replies) {
    replies[id](params);
  }
});
