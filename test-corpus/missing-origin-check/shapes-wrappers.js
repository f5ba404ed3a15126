// Wrappers defined in the file. The finding is where the listener is handed over, which is where one would add the check.
import { render } from './view.js';

function on(target, type, listener) {
  if (target.addEventListener) {
    target.addEventListener(type, listener, false);
  } else {
    target.attachEvent('on' + type, listener);
  }
  return () => target.removeEventListener(type, listener, false);
}

function receive(event) {
  render(event.data);
}

function receiveChecked(event) {
  if (event.origin !== location.origin) return;
  render(event.data);
}

on(window, 'message', receive); //~ missing-origin-check `on(window, 'message', receive)` medium
on(window, 'message', receiveChecked); //~ ok missing-origin-check: the listener compares
on(window, 'resize', receive); //~ ok missing-origin-check: another event
on(new Worker('/worker.js'), 'message', receive); //~ ok missing-origin-check: a worker

const listen = (listener) => window.addEventListener('message', listener);
listen((event) => render(event.data)); //~ missing-origin-check `listen((event) => render(event.data))`
listen((event) => { //~ ok missing-origin-check: the listener compares
  if (event.origin === location.origin) render(event.data);
});

// The wrapper makes the listener itself, so the registration in it is the place.
function subscribe(callback) {
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
    callback(event.data);
  });
}
subscribe(render);

function subscribeChecked(origin, callback) {
  window.addEventListener('message', (event) => { //~ ok missing-origin-check: the wrapper compares for all its callers
    if (event.origin !== origin) return;
    callback(event.data);
  });
}
subscribeChecked('https://app.example.com', render);

const events = {
  add(type, listener) {
    window.addEventListener(type, listener);
    return this;
  },
};
events.add('message', receive); //~ missing-origin-check `events.add('message', receive)`
events.add('message', receiveChecked).add('focus', receive); //~ ok missing-origin-check: the listener compares, and focus is another event
