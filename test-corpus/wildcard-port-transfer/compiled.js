"use strict";
// The same after TypeScript, Babel, terser and a bundler.
exports.attach = function (frame, origin) {
    if (origin === void 0) { origin = "*"; } //~ wildcard-port-transfer `"*"`
    var channel = new MessageChannel();
    frame.contentWindow.postMessage({ type: "attach" }, origin, [channel.port2]);
    return channel.port1;
};
exports.a=function(e){var t=new MessageChannel;return e.contentWindow.postMessage("c","*",[t.port2]),t.port1}; //~ wildcard-port-transfer `"*"`
exports.b=function(e,t){var n=new MessageChannel,r=n.port1,o=n["port2"];return e.contentWindow.postMessage("c",t.origin,[o]),r}; //~ ok wildcard-port-transfer: the target origin comes from elsewhere
exports.c=function(e){var t=new MessageChannel;return new Worker(e).postMessage("c",[t.port2]),t.port1}; //~ ok wildcard-port-transfer: a worker
var _window$parent;
exports.d = function (channel) {
  var ports = [channel.port2];
  (_window$parent = window.parent) === null || _window$parent === void 0 || _window$parent.postMessage("d", "https://app.example.com", ports); //~ ok wildcard-port-transfer: an exact target origin
};
