// Requests that are answered to whoever sent them: a refusal tells nothing, what is given without a check does.
import { rules } from './rules.js';

const allowed = (origin) => rules.some((rule) => rule.origin.test(origin));

window.addEventListener('message', (event) => {
  const origin = event.origin === 'null' ? 'file://' : event.origin; //~ ok null-origin-allowed: the rules are asked about the name that stands for it
  let result;
  let error;
  if (!allowed(origin)) {
    error = 'not allowed';
  } else {
    result = localStorage.getItem(event.data.key);
  }
  const answer = JSON.stringify({ id: event.data.id, result, error });
  window.parent.postMessage(answer, origin); //~ ok reply-to-unchecked-sender: a stranger gets the refusal
});

window.addEventListener('message', (event) => {
  const result = localStorage.getItem(event.data.key);
  let error;
  if (!rules.some((rule) => rule.origin.test(event.origin))) { //~ unenforced-origin-check `rule.origin.test(event.origin)`
    error = 'not allowed';
  }
  window.parent.postMessage({ id: event.data.id, result, error }, event.origin); //~ reply-to-unchecked-sender `event.origin` pedantic
});

const listeners = {};

export function on(name, listener) {
  (listeners[name] = listeners[name] || new Set()).add(listener);
}

window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…` medium
  const interested = listeners[data.name];
  if (interested) interested.forEach((listener) => listener(data.payload)); //~ ok message-to-dispatch: what is in the table was put there to be told
});

const storage = {
  run(request) {
    const method = request.method.split('storage:')[1];
    return storage['_' + method](request.params); //~ ok message-to-dispatch: the name begins as the program says
  },
  configure(options) {
    storage.options = options;
  },
  _get(params) {
    return localStorage.getItem(params.key);
  },
  _keys() {
    return Object.keys(localStorage);
  },
};

window.addEventListener('message', (event) => {
  if (!storage.options.origins.includes(event.origin)) return; //~ ok spoofable-sender-check: no message says what the options are
  event.source.postMessage({ id: event.data.id, result: storage.run(event.data) }, event.origin);
});
