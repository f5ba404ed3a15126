// Listeners that come through functions out of sight: binders, registrars, wrappers of a bundle, windows that are handed in.
/* global $, toolkit, pageLib */
import _ from 'lodash';

const ORIGIN = 'https://app.example.com';
const out = () => document.getElementById('out');

class Inbox {
  constructor() {
    window.addEventListener('message', _.bind(this.take, this)); //~ missing-origin-check `window.addEventListener('message', _.bind(this.take, this))` high confidence=medium
    window.addEventListener('message', _.bind(this.takeChecked, this)); //~ ok missing-origin-check: the bound method compares
  }

  take(event) {
    out().innerHTML = event.data; //~ message-to-html `out().innerHTML` high
  }

  takeChecked(event) {
    if (event.origin === ORIGIN) out().innerHTML = event.data; //~ message-to-html `out().innerHTML` low pedantic
  }
}
new Inbox();

//~v missing-origin-check `window.addEventListener('message', toolkit.bind(this, function (event) {…` high confidence=medium
window.addEventListener('message', toolkit.bind(this, function (event) {
  out().innerHTML = event.data.html; //~ message-to-html `out().innerHTML` high
}));

window.addEventListener('message', toolkit.bind(this, function (event) {
  if (event.origin !== ORIGIN) return; //~ ok missing-origin-check: the function compares
  out().textContent = event.data.text;
}));

export function register(events) {
  events.addEventListener(window, 'message', (event) => { //~ missing-origin-check `events.addEventListener(window, 'message', (event) => {…` high
    out().innerHTML = event.data.html; //~ message-to-html `out().innerHTML` high
  });
  events.addEventListener(window, 'resize', (event) => {
    out().innerHTML = event.data.html; //~ ok message-to-html: another event
  });
}

export function panel(root, options) {
  const space = 'panel-' + options.id;
  $(window).on('resize.' + space, () => root.trigger('fit')); //~ ok missing-origin-check: another event
  $(window).on('message.' + space, (e) => { //~ missing-origin-check `$(window).on('message.' + space, (e) => {…` high
    out().innerHTML = e.originalEvent.data; //~ message-to-html `out().innerHTML` high
  });
}

//~v missing-origin-check `$(window).on('message', $.proxy(function (event) {…` high confidence=medium
$(window).on('message', $.proxy(function (event) {
  out().innerHTML = event.originalEvent.data.html; //~ message-to-html `out().innerHTML` high
}, this));

export class Receiver {
  constructor({ win, origin, emit }) {
    Object.assign(this, { win, origin, emit });
    this.take = this.take.bind(this);
  }

  open() {
    this.win.addEventListener('message', this.take, false);
  }

  isTrusted(origin) {
    return origin === 'null' || this.origin === origin; //~ null-origin-allowed `origin === 'null'` medium
  }

  take(event) {
    if (!this.isTrusted(event.origin)) return;
    this.emit('message', event.data);
  }
}

export function listen(port) {
  port.addEventListener('message', (event) => { //~ ok missing-origin-check: of what is handed in, nothing says that it is a window
    out().innerHTML = event.data.html;
  });
}

export const connect = (host) => {
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
    if (event.data?.type === 'selector') Object.assign(host, event.data);
  });
};
