"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
window.addEventListener('message', function (_a) {
    var _b, _c, _d;
    var data = _a.data;
    var first = (_d = (_c = (_b = data === null || data === void 0 ? void 0 : data.items) === null || _b === void 0 ? void 0 : _b[0]) === null || _c === void 0 ? void 0 : _c.name) !== null && _d !== void 0 ? _d : 'none';
    (0, view_1.render)("".concat(data.title, ": ").concat(first));
});
