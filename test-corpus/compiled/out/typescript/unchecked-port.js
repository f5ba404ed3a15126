"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var port;
window.addEventListener('message', function (event) {
    if (event.data !== 'connect')
        return;
    port = event.ports[0];
    port.onmessage = function (_a) {
        var data = _a.data;
        return (0, view_1.serve)(data);
    };
});
