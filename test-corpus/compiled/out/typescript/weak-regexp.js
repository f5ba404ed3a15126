"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var Guard = (function () {
    function Guard() {
    }
    Guard.prototype.accepts = function (_a) {
        var origin = _a.origin;
        return Guard.PATTERN.test(origin);
    };
    Guard.PATTERN = /^https:\/\/app\.example\.com/;
    return Guard;
}());
var guard = new Guard();
window.onmessage = function (event) {
    if (guard.accepts(event)) {
        (0, view_1.render)(event.data);
    }
};
