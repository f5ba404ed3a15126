"use strict";
var __read = (this && this.__read) || function (o, n) {
    var m = typeof Symbol === "function" && o[Symbol.iterator];
    if (!m) return o;
    var i = m.call(o), r, ar = [], e;
    try {
        while ((n === void 0 || n-- > 0) && !(r = i.next()).done) ar.push(r.value);
    }
    catch (error) { e = { error: error }; }
    finally {
        try {
            if (r && !r.done && (m = i["return"])) m.call(i);
        }
        finally { if (e) throw e.error; }
    }
    return ar;
};
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var HOST = 'https://app.example.com';
window.addEventListener('message', function (event) {
    var _a;
    if (event.origin !== HOST || ((_a = event.data) === null || _a === void 0 ? void 0 : _a.type) !== 'connect')
        return;
    var _b = __read(event.ports, 1), port = _b[0];
    port.onmessage = function (message) { return (0, view_1.serve)(message.data); };
});
var _a = new MessageChannel(), port1 = _a.port1, port2 = _a.port2;
port1.addEventListener('message', function (message) { return (0, view_1.serve)(message.data); });
port1.start();
window.parent.postMessage('connect', HOST, [port2]);
var worker = new Worker('/worker.js');
worker.onmessage = function (_a) {
    var data = _a.data;
    return (0, view_1.serve)(data);
};
