// Old code that supports old browsers: attachEvent, and both ways at once.
(function (window, document) {
  'use strict';

  var output = document.getElementById('output');

  function receive(e) {
    e = e || window.event;
    output.textContent = e.data;
  }

  function receiveChecked(e) {
    e = e || window.event;
    if (e.origin !== 'https://app.example.com') return;
    output.textContent = e.data;
  }

  window.attachEvent('onmessage', receive); //~ missing-origin-check `window.attachEvent('onmessage', receive)` low pedantic
  window.attachEvent('onmessage', receiveChecked); //~ ok missing-origin-check: the origin is compared

  if (window.addEventListener) {
    window.addEventListener('message', receiveChecked, false); //~ ok missing-origin-check: the origin is compared
  } else {
    window.attachEvent('onmessage', receiveChecked);
  }

  var method = window.addEventListener ? 'addEventListener' : 'attachEvent';
  var type = method === 'attachEvent' ? 'onmessage' : 'message';
  window[method](type, receive, false); //~ missing-origin-check `window[method](type, receive, false)` pedantic
  window[method](type, receiveChecked, false); //~ ok missing-origin-check: the origin is compared

  window.addEventListener('message', function (event) { //~ missing-origin-check `window.addEventListener('message', function (event) {…` pedantic
    var message = typeof event.data === 'string' ? JSON.parse(event.data) : event.data;
    if (!message || message.app !== 'chart') return;
    output.textContent = message.title;
  }, false);
})(this, document);
