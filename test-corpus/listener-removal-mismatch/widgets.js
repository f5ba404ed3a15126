// A widget in plain JavaScript.
const APP = 'https://app.example.com';
let opened = 0;

function onOpen(event) {
  if (event.origin === APP) opened += 1;
}

export function open() {
  window.addEventListener('message', onOpen, true);
}

export function close() {
  window.removeEventListener('message', onOpen, false); //~ listener-removal-mismatch `onOpen` medium
}

export function dispose() {
  window.removeEventListener('message', onOpen, true); //~ ok listener-removal-mismatch: the phase that it was added for
}
