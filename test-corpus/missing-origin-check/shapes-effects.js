// What a handler does decides whether it matters who called it.
import { render } from './view.js';

let count = 0;
let ready = false;
let last = null;
const status = document.getElementById('status');
const frame = document.getElementById('frame');
const profile = {};
const queue = [];

window.addEventListener('message', (event) => { //~ ok missing-origin-check: it only logs
  console.log('message', event.data, 'from', event.origin);
});

window.addEventListener('message', () => { //~ ok missing-origin-check: it only counts
  count += 1;
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: it only measures
  performance.mark('message');
  console.timeEnd(String(event.data));
});

window.addEventListener('message', ({ data }) => { //~ ok missing-origin-check: the data is read into locals, which end with the handler
  const { width = 0, height = 0 } = data;
  const area = width * height;
  console.debug(area);
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a constant is kept, nothing of the message
  if (event.data === 'ready') ready = true;
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: dispatch that ends in logs
  switch (event.data.type) {
    case 'ping':
      console.debug('ping');
      break;
    default:
      console.warn('unknown message', event.data.type);
  }
});

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a copy that nobody keeps
  const copy = JSON.parse(JSON.stringify(event.data));
  copy.seen = true;
});

window.addEventListener('message', () => {}); //~ ok missing-origin-check: an empty handler

window.addEventListener('message', (event) => event.stopImmediatePropagation()); //~ ok missing-origin-check: it only stops other listeners

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  last = event.data;
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  profile.user = event.data.user;
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  queue.push(event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  Object.assign(profile, event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  status.textContent = event.data.text;
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` pedantic
  frame.style.height = `${Number(event.data.height)}px`;
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  if (event.data === 'reload') location.reload();
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  setTimeout(render, 100, event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  Promise.resolve(event.data).then(render);
});

window.addEventListener('message', async (event) => { //~ missing-origin-check `window.addEventListener('message', async (event) => {…`
  const text = await event.data.text();
  render(text);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  status.innerHTML = event.data.html; //~ message-to-html `status.innerHTML`
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  location.href = event.data.url; //~ message-to-navigation `location.href`
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  eval(event.data); //~ message-to-code `eval(event.data)`
});

console.log(count, ready, last);
