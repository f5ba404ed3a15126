// A page-lifetime channel that moves work into a task of its own.
var schedule;

(function () {
  if (typeof MessageChannel === 'undefined') {
    schedule = function (task) { setTimeout(task, 0); };
    return;
  }
  var channel = new MessageChannel(); //~ ok channel-not-closed: runs once when the module is loaded
  var queue = [];
  channel.port1.onmessage = function () {
    var task = queue.shift();
    if (task) task();
  };
  schedule = function (task) {
    queue.push(task);
    channel.port2.postMessage(null);
  };
})();

function installIdle() {
  var idle = new MessageChannel(); //~ ok channel-not-closed: held by a function that the module keeps
  idle.port1.onmessage = function () { module.exports.idle = true; };
  module.exports.whenIdle = function () { idle.port2.postMessage(0); };
}

function measure(done) {
  var start = Date.now();
  var lag = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
  lag.port1.onmessage = function () { done(Date.now() - start); };
  lag.port2.postMessage(0);
}

installIdle();

module.exports.schedule = schedule;
module.exports.measure = measure;
