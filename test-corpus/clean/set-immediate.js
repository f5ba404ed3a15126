// A polyfill in the manner of setImmediate.js: the page posts to itself.
(function (global, undefined) {
  'use strict';
  if (global.setImmediate) return;

  var next = 1;
  var tasks = {};
  var running = false;
  var register;

  function setImmediate(callback) {
    var args = Array.prototype.slice.call(arguments, 1);
    tasks[next] = function () { callback.apply(undefined, args); };
    register(next);
    return next++;
  }

  function clearImmediate(handle) {
    delete tasks[handle];
  }

  function run(handle) {
    if (running) {
      setTimeout(run, 0, handle);
      return;
    }
    var task = tasks[handle];
    if (!task) return;
    running = true;
    try {
      task();
    } finally {
      clearImmediate(handle);
      running = false;
    }
  }

  function canPost() {
    if (!global.postMessage || global.importScripts) return false;
    var asynchronous = true;
    var old = global.onmessage;
    global.onmessage = function () { asynchronous = false; };
    global.postMessage('', '*');
    global.onmessage = old;
    return asynchronous;
  }

  function installPost() {
    var prefix = 'setImmediate$' + Math.random() + '$';
    var receive = function (event) {
      if (event.source === global && typeof event.data === 'string' && event.data.indexOf(prefix) === 0) {
        run(+event.data.slice(prefix.length));
      }
    };
    if (global.addEventListener) global.addEventListener('message', receive, false);
    else global.attachEvent('onmessage', receive);
    register = function (handle) { global.postMessage(prefix + handle, '*'); };
  }

  function installChannel() {
    var channel = new MessageChannel();
    channel.port1.onmessage = function (event) { run(event.data); };
    register = function (handle) { channel.port2.postMessage(handle); };
  }

  if (canPost()) installPost();
  else if (global.MessageChannel) installChannel();
  else register = function (handle) { setTimeout(run, 0, handle); };

  global.setImmediate = setImmediate;
  global.clearImmediate = clearImmediate;
})(typeof self === 'undefined' ? (typeof global === 'undefined' ? this : global) : self);
