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
var __spreadArray = (this && this.__spreadArray) || function (to, from, pack) {
    if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) {
        if (ar || !(i in from)) {
            if (!ar) ar = Array.prototype.slice.call(from, 0, i);
            ar[i] = from[i];
        }
    }
    return to.concat(ar || Array.prototype.slice.call(from));
};
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var SET = new Set(['https://a.example.com', 'https://b.example.com']);
var MAP = new Map([['https://a.example.com', 'a']]);
var LIST = __spreadArray(['https://a.example.com'], __read(SET), false);
var TABLE = { 'https://a.example.com': true };
var PATTERN = /^https:\/\/(a|b)\.example\.com$/;
window.addEventListener('message', function (event) {
    if (!SET.has(event.origin))
        return;
    (0, view_1.render)(event.data);
});
window.addEventListener('message', function (event) {
    var name = MAP.get(event.origin);
    if (name)
        (0, view_1.render)(event.data[name]);
});
window.addEventListener('message', function (event) {
    if (LIST.indexOf(event.origin) >= 0)
        (0, view_1.render)(event.data);
});
window.addEventListener('message', function (event) {
    if (Object.prototype.hasOwnProperty.call(TABLE, event.origin))
        (0, view_1.render)(event.data);
});
window.addEventListener('message', function (_a) {
    var origin = _a.origin, data = _a.data;
    return PATTERN.test(origin) && (0, view_1.render)(data);
});
