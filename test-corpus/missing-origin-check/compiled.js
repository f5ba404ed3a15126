"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
Object.defineProperty(exports, "__esModule", { value: true });
exports.Bridge = void 0;
var Bridge = /** @class */ (function () {
    function Bridge(store) {
        var _this = this;
        this.store = store;
        this.receive = function (event) {
            _this.store.update(event.data);
        };
        window.addEventListener("message", this.receive, false); //~ missing-origin-check `window.addEventListener("message", this.receive, false)` medium
    }
    return Bridge;
}());
exports.Bridge = Bridge;
var CheckedBridge = /** @class */ (function () {
    function CheckedBridge(store, origin) {
        var _this = this;
        if (origin === void 0) { origin = "https://app.example.com"; }
        this.receive = function (event) {
            var _a;
            if (event.origin !== origin)
                return;
            (_a = _this.store) === null || _a === void 0 ? void 0 : _a.update(event.data);
        };
        this.store = store;
        window.addEventListener("message", this.receive, false); //~ ok missing-origin-check: the closure of the constructor checks
    }
    return CheckedBridge;
}());
exports.CheckedBridge = CheckedBridge;
exports.useTitle = function useTitle(_ref) {
  var onTitle = _ref.onTitle;
  var receive = function receive(_ref2) {
    var data = _ref2.data;
    return onTitle(data.title);
  };
  window.addEventListener('message', receive); //~ missing-origin-check `window.addEventListener('message', receive)`
  return function () {
    return window.removeEventListener('message', receive);
  };
};
var __webpack_modules__ = {
/***/ 417:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _settings__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(902);
window.addEventListener("message", (e) => (0,_settings__WEBPACK_IMPORTED_MODULE_0__.applySettings)(e.data)); //~ missing-origin-check `window.addEventListener("message", (e) => (0,_settings__WEBPACK_IMPORTED_MODULE_0__.applySettings)(e.data))`
/***/ })
};
exports.modules = __webpack_modules__;
!function(e){var t=null;e.addEventListener("message",function(e){t=e.data},!1),exports.last=function(){return t}}(window); //~ missing-origin-check `e.addEventListener("message",function(e){t=e.data},!1)`
!function(e,t){e.onmessage=function(n){n&&n.data&&"open"===n.data.kind&&t.open(n.data.panel)}}(window,require("./panel")); //~ missing-origin-check `e.onmessage`
!function(e,t){e.addEventListener("message",function(e){"https://app.example.com"===e.origin&&t.open(e.data.panel)})}(window,require("./panel")); //~ ok missing-origin-check: the comparison stands in front of a short circuit
!function(e,t){e.addEventListener("message",(function(n){if(n.source!==e||"string"!=typeof n.data)return;t.run(n.data)}))}(window,require("./panel")); //~ ok missing-origin-check: the page's own window only
