"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
Object.defineProperty(exports, "__esModule", { value: true });
exports.select = select;
exports.publish = void 0;
function select(target, row, targetOrigin) {
    if (targetOrigin === void 0) { targetOrigin = "*"; } //~ wildcard-target-origin `"*"`
    target.postMessage({ type: "select", row: row }, targetOrigin);
}
var publish = function publish(frame, state) {
  var _frame$contentWindow;
  (_frame$contentWindow = frame.contentWindow) === null || _frame$contentWindow === void 0 || _frame$contentWindow.postMessage({ state: state }, "*"); //~ wildcard-target-origin `"*"`
};
exports.publish = publish;
var Editor = /** @class */ (function () {
    function Editor(frame) {
        this.frame = frame;
        this.listeners = [];
    }
    Editor.prototype.send = function (kind, values) {
        var _a;
        (_a = this.frame.contentWindow) === null || _a === void 0 ? void 0 : _a.postMessage({
            kind: kind,
            values: values,
            count: this.listeners.length,
            channel: "editor"
        },
        "*"); //~ wildcard-target-origin `"*"`
    };
    Editor.prototype.sendExactly = function (values, origin) {
        var _a;
        (_a = this.frame.contentWindow) === null || _a === void 0 ? void 0 : _a.postMessage(values, origin); //~ ok wildcard-target-origin: an exact origin, lowered optional chaining
    };
    return Editor;
}());
exports.Editor = Editor;
var __webpack_modules__ = ({
/***/ "./src/report.js":
/***/ (function (__unused_webpack_module, __webpack_exports__, __webpack_require__) {
__webpack_require__.d(__webpack_exports__, { "report": function () { return report; } });
function report(rows) {
  window.parent["postMessage"]({ rows: rows }, "*"); //~ wildcard-target-origin `"*"`
}
/***/ }),
/***/ "./src/ready.js":
/***/ (function () {
window.parent.postMessage({ type: "ready" }, "*"); //~ ok wildcard-target-origin: a constant handshake in a module wrapper
/***/ })
});
exports.modules = __webpack_modules__;
!function(e,t){var n=t.parent;n&&n!==t&&n.postMessage({kind:"view",path:e},"*")}(document.title,window); //~ wildcard-target-origin `"*"`
exports.p=function(e,n){void 0===n&&(n="*"),window.opener.postMessage(e,n)}; //~ wildcard-target-origin `"*"`
!function(e){function t(t){e.postMessage(t,"*")}exports.t=t}(window); //~ ok wildcard-target-origin: the parameter is the page's own window

// A minifier moves the default of a parameter into the call.
export function postTo(e,t,r){(r=r||window.parent).postMessage(JSON.stringify(e),t=t||"*")} //~ wildcard-target-origin `"*"`
export function postOwn(e,t,r){(r=r||window.parent).postMessage(JSON.stringify(e),t=t||location.origin)} //~ ok wildcard-target-origin: the own origin

// A bundler's wrapper of a library's module, and the compiled enum in it.
var wrapped = (f, m) => () => (m || f((m = { exports: {} }).exports, m), m.exports);
var kinds = wrapped((exports) => {
  exports.MessageType = void 0;
  var kind;
  exports.MessageType = kind;
  (function (e) { e.Call = "call"; e.Syn = "syn"; })(kind || (exports.MessageType = kind = {}));
});
var child = wrapped((exports) => {
  var lib = kinds();
  exports.connect = (origin) => {
    window.parent.postMessage({ penpal: lib.MessageType.Syn }, origin instanceof RegExp ? "*" : origin); //~ noise wildcard-target-origin `"*"`: the member of an enum is constant, but a wrapped module's exports are not followed that far
  };
});
exports.child = child();
