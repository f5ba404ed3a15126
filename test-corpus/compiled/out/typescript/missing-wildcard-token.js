"use strict";
var __assign = (this && this.__assign) || function () {
    __assign = Object.assign || function(t) {
        for (var s, i = 1, n = arguments.length; i < n; i++) {
            s = arguments[i];
            for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p))
                t[p] = s[p];
        }
        return t;
    };
    return __assign.apply(this, arguments);
};
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var session = { token: sessionStorage.getItem('access_token') };
var announce = function (target, targetOrigin) {
    if (targetOrigin === void 0) { targetOrigin = '*'; }
    target.postMessage(__assign({ type: 'session' }, session), targetOrigin);
};
window.addEventListener('message', function (event) {
    var _a;
    if (((_a = event.data) === null || _a === void 0 ? void 0 : _a.type) !== 'title')
        return;
    (0, view_1.render)(event.data.title);
});
announce(window.parent);
