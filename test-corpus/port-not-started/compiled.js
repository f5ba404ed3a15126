"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
var channel = new MessageChannel();
var c = new window["MessageChannel"]();
var Client = /** @class */ (function () {
    function Client(url) {
        var _this = this;
        this.worker = new SharedWorker(url);
        this.worker.port.addEventListener("message", function (event) { return _this.receive(event); }); //~ port-not-started `this.worker.port.addEventListener("message", function (event) { return _this.receive(event); })` medium
    }
    Client.prototype.receive = function (event) {
        this.last = event.data;
    };
    return Client;
}());
exports.Client = Client;
var StartedClient = /** @class */ (function () {
    function StartedClient(url) {
        var _a, _b;
        this.port = new SharedWorker(url).port;
        this.port.addEventListener("message", this.receive.bind(this)); //~ ok port-not-started: started through a lowered optional call
        (_b = (_a = this.port).start) === null || _b === void 0 ? void 0 : _b.call(_a);
    }
    StartedClient.prototype.receive = function (event) {
        this.last = event.data;
    };
    return StartedClient;
}());
exports.StartedClient = StartedClient;
c["port1"]["addEventListener"]("message", function (e) { exports.last = e.data; }); //~ port-not-started `c["port1"]["addEventListener"]("message", function (e) { exports.last = e.data; })`
channel.port1.addEventListener("message", function (e) { exports.last = e.data; }), channel.port1.start(); //~ ok port-not-started: started behind a comma
!function(e){var n=new e("/w.js").port;n.addEventListener("message",function(e){exports.m=e.data}),n.postMessage(1)}(SharedWorker); //~ port-not-started `n.addEventListener("message",function(e){exports.m=e.data})`
!function(e){var n=new e("/w.js").port;n.addEventListener("message",function(e){exports.m=e.data}),void 0!==n.start&&n.start()}(SharedWorker); //~ ok port-not-started: started behind a test that the method exists
!function(e){var n=new e("/w.js").port;n.onmessage=function(e){exports.m=e.data}}(SharedWorker); //~ ok port-not-started: onmessage starts the port
