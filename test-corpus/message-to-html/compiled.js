"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
var Panel = /** @class */ (function () {
    function Panel(root) {
        var _this = this;
        this.root = root;
        window.addEventListener("message", function (event) { return _this.receive(event); }); //~ missing-origin-check `window.addEventListener("message", function (event) { return _this.receive(event); })` high
    }
    Panel.prototype.receive = function (_a) {
        var data = _a.data;
        var _b;
        if (((_b = data === null || data === void 0 ? void 0 : data.kind) !== null && _b !== void 0 ? _b : "") !== "panel")
            return;
        this.root.querySelector(".body").innerHTML = data.body; //~ message-to-html `this.root.querySelector(".body").innerHTML` high
    };
    return Panel;
}());
exports.Panel = Panel;
exports.watch = function watch(out) {
  window.addEventListener('message', function (_ref) {
    var origin = _ref.origin, data = _ref.data;
    if (origin !== "https://app.example.com") return void 0;
    out.innerHTML = "<p>".concat(data.text, "</p>"); //~ message-to-html `out.innerHTML` low pedantic
  });
};
!function(e,t){e.addEventListener("message",function(e){var n=e.data;n&&n.h&&(t.innerHTML=n.h,t.hidden=!1)})}(window,document.body); //~ missing-origin-check `e.addEventListener("message",function(e){var n=e.data;n&&n.h&&(t.innerHTML=n.h,t.hidden=!1)})` high //~ message-to-html `t.innerHTML` high
!function(e,t){e.addEventListener("message",function(e){"https://app.example.com"===e.origin&&(t.textContent=e.data.h)})}(window,document.body); //~ ok message-to-html: textContent is text
!function(e,t){e.addEventListener("message",function(e){"https://app.example.com"===e.origin&&(t.innerHTML=+e.data.n)})}(window,document.body); //~ ok message-to-html: a unary plus makes a number
