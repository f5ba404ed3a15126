// The comparison is made and its answer goes to a log, a flag or nowhere.
import { render, report } from './view.js';

const TRUSTED = 'https://app.example.com';

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) { //~ unenforced-origin-check `event.origin !== TRUSTED` medium
    console.warn('unexpected origin', event.origin);
  }
  render(event.data);
});

window.addEventListener('message', function (e) {
  console.assert(e.origin === TRUSTED, 'unexpected origin'); //~ unenforced-origin-check `e.origin === TRUSTED`
  render(e.data);
});

window.addEventListener('message', ({ origin, data }) => {
  const trusted = origin === TRUSTED; //~ unenforced-origin-check `origin === TRUSTED`
  render(data);
  console.debug('trusted:', trusted);
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED); //~ unenforced-origin-check `event.origin !== TRUSTED`
  render(event.data);
});

window.addEventListener('message', (evt) => {
  try {
    if (evt.origin !== TRUSTED) throw new Error('unexpected origin'); //~ unenforced-origin-check `evt.origin !== TRUSTED`
  } catch (error) {
    console.error(error);
  }
  render(evt.data);
});

window.addEventListener('message', (event) => {
  let level = 'info';
  if (event.origin !== TRUSTED) level = 'warn'; //~ unenforced-origin-check `event.origin !== TRUSTED`
  console[level]('message');
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) { //~ ok unenforced-origin-check: it logs and returns
    console.warn('unexpected origin', event.origin);
    return;
  }
  render(event.data);
});

window.addEventListener('message', (evt) => {
  try {
    if (evt.origin !== TRUSTED) throw new Error('unexpected origin'); //~ ok unenforced-origin-check: the effect stands in the try block too
    render(evt.data);
  } catch (error) {
    console.error(error);
  }
});

window.addEventListener('message', (evt) => {
  if (evt.origin !== TRUSTED) throw new TypeError('unexpected origin'); //~ ok unenforced-origin-check: an exception ends the handler
  render(evt.data);
});

window.addEventListener('message', (event) => {
  const trusted = event.origin === TRUSTED; //~ ok unenforced-origin-check: the flag is asked before the effect
  if (!trusted) console.warn('unexpected origin', event.origin);
  if (trusted) render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) console.warn('unexpected origin', event.origin);
  console.log(event.data); //~ ok unenforced-origin-check: there is no effect to stop
});
