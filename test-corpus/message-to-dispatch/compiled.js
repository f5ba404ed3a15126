// What bundlers make of a bus: aliases, comma sequences, lowered optional calls and spreads.
!function(e,t){"use strict";var n={init:function(e){t.title=String(e)},stop:function(){t.body.hidden=!0}};function r(e){var t,r=e.data,o=r.m;return null===(t=n[o])||void 0===t?void 0:t.call(n,r.a)} //~ message-to-dispatch `t` medium
e.addEventListener("message",r,!1)}(window,document); //~ missing-origin-check `e.addEventListener("message",r,!1)` high

var api = require('./api');

function receive(event) {
  var message = event.data;
  if (message.namespace !== 'notes') return;
  api[message.call].apply(api, message.args); //~ message-to-dispatch `api[message.call]` medium
}

window.addEventListener('message', receive); //~ missing-origin-check `window.addEventListener('message', receive)` high

//~v missing-origin-check `window.addEventListener('message', function (event) {…` high
window.addEventListener('message', function (event) {
  var name = event.data.callback;
  window[name].call(null, event.data.value); //~ message-to-dispatch `window[name]` high
});

//~v missing-origin-check `window.addEventListener('message', function (event) {…` medium
window.addEventListener('message', function (event) {
  var listener = registry[event.data.id];
  listener && listener(event.data); //~ ok message-to-dispatch: what a registry out of sight holds is not known
});

//~v missing-origin-check `window.addEventListener('message', function (event) {…` medium
window.addEventListener('message', function (event) {
  var steps = [first, second];
  steps[event.data.step](event.data.value); //~ ok message-to-dispatch: a list is asked for a number
});

function first(value) {
  document.title = 'first ' + value;
}

function second(value) {
  document.title = 'second ' + value;
}

//~v missing-origin-check `window.addEventListener('message', function (event) {…` pedantic
window.addEventListener('message', function (event) {
  var modes = { height: measure, width: measure };
  var mode = event.data.mode;
  mode in modes || (mode = 'height');
  document.title = modes[mode](); //~ ok message-to-dispatch: replaced where it is no key of the table
});

function measure() {
  return document.body.scrollHeight;
}
