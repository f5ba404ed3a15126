"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
Object.defineProperty(exports, "__esModule", { value: true });
exports.request = request;
exports.requestClosed = requestClosed;
var tslib_1 = require("tslib"), lifecycle_1 = require("./lifecycle");
function request(worker, message) {
    return new Promise(function (resolve) {
        var _a = new MessageChannel(), port1 = _a.port1, port2 = _a.port2; //~ channel-not-closed `new MessageChannel()` low
        port1.onmessage = function (event) { return resolve(event.data); };
        worker.postMessage(message, [port2]);
    });
}
function requestClosed(worker, message) {
    return new Promise(function (resolve) {
        var _a = new MessageChannel(), port1 = _a.port1, port2 = _a.port2; //~ ok channel-not-closed: closed after the reply
        port1.onmessage = function (event) {
            port1.close();
            resolve(event.data);
        };
        worker.postMessage(message, [port2]);
    });
}
var Line = /** @class */ (function () {
    function Line(socket) {
        if (socket) { this.socket = socket; }
    }
    Line.prototype.connect = function (url) {
        return tslib_1.__awaiter(this, void 0, void 0, function () {
            return tslib_1.__generator(this, function (_a) {
                this.socket || (this.socket = new WebSocket(url)); //~ ok channel-not-closed: the instance has it, and closes it
                this.socket.onopen = function () { exports.open = true; };
                return [2, this.socket];
            });
        });
    };
    Line.prototype.leave = function (url) {
        return tslib_1.__awaiter(this, void 0, void 0, function () {
            var line;
            return tslib_1.__generator(this, function (_a) {
                line = new WebSocket(url); //~ missed channel-not-closed `new WebSocket(url)`: the variable stands outside of the function that is run in steps
                line.onmessage = function (event) { exports.last = event.data; };
                return [2];
            });
        });
    };
    Line.prototype.close = function () { this.socket.close(); };
    return Line;
}());
exports.Line = Line;
lifecycle_1.onReady(function () {
    this.feed = new EventSource('/feed'); //~ ok channel-not-closed: whatever it is called on has it
    this.feed.onmessage = function (event) { exports.last = event.data; };
});
exports.useTabs = function useTabs(name, listener) {
  (0, require("react").useEffect)(function () {
    var channel = new BroadcastChannel(name); //~ channel-not-closed `new BroadcastChannel(name)`
    channel.onmessage = function (_ref) {
      var data = _ref.data;
      return listener(data);
    };
  }, [name, listener]);
};
exports.useClosedTabs = function useClosedTabs(name, listener) {
  (0, require("react").useEffect)(function () {
    var channel = new BroadcastChannel(name); //~ ok channel-not-closed: closed by the clean-up of the effect
    channel.onmessage = function (_ref) {
      var data = _ref.data;
      return listener(data);
    };
    return function () {
      return channel.close();
    };
  }, [name, listener]);
};
exports.a=function(e){var n=new EventSource(e);n.onmessage=function(e){exports.m=e.data}}; //~ channel-not-closed `new EventSource(e)`
exports.b=function(e){var n=new EventSource(e);return n.onmessage=function(e){exports.m=e.data},function(){n.close(),n=null}}; //~ ok channel-not-closed: the function that is returned closes it
exports.c=function(e){var c=new window["MessageChannel"];c["port1"]["onmessage"]=function(n){exports.m=n.data},e["postMessage"](0,[c["port2"]])}; //~ channel-not-closed `new window["MessageChannel"]`
exports.d=function(e){var c=new window["MessageChannel"];c["port1"]["onmessage"]=function(n){c["port1"]["close"](),exports.m=n.data},e["postMessage"](0,[c["port2"]])}; //~ ok channel-not-closed: closed after the reply
!function(e){var n=new e("state");n.onmessage=function(e){exports.m=e.data}}(BroadcastChannel); //~ ok channel-not-closed: runs once when the module is loaded
