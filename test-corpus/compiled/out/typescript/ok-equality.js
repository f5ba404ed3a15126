"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var TRUSTED = 'https://app.example.com';
window.addEventListener('message', function (event) {
    var _a, _b;
    if (event.origin !== TRUSTED)
        return;
    (0, view_1.render)((_b = (_a = event.data) === null || _a === void 0 ? void 0 : _a.title) !== null && _b !== void 0 ? _b : '');
});
window.addEventListener('message', function (_a) {
    var origin = _a.origin, data = _a.data;
    if (origin === location.origin)
        (0, view_1.render)(data);
});
window.addEventListener('message', function (event) {
    switch (event.origin) {
        case 'https://a.example.com':
        case 'https://b.example.com':
            (0, view_1.render)(event.data);
            break;
        default:
            console.warn(event.origin);
    }
});
