"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
Object.defineProperty(exports, "__esModule", { value: true });
exports.listen = listen;
function listen(app) {
    window.addEventListener("message", function (event) {
        var _a;
        if (event.origin !== "https://app.example.com") { return; }
        var code = (_a = event.data) === null || _a === void 0 ? void 0 : _a.code;
        app.result = eval(code); //~ message-to-code `eval(code)` low pedantic
    });
}
exports.preview = function preview(frame) {
  window.addEventListener('message', function (_ref) {
    var origin = _ref.origin,
      data = _ref.data;
    if (origin === 'https://app.example.com') {
      frame["contentDocument"].getElementById('app').setAttribute("onclick", data["code"]); //~ message-to-code `frame["contentDocument"].getElementById('app').setAttribute("onclick", data["code"])` low pedantic
    }
  });
};
!function(e){e.addEventListener("message",function(n){var t=n.data;"x"===t.k&&e.setTimeout(t.c,0)})}(window); //~ missing-origin-check `e.addEventListener("message",function(n){var t=n.data;"x"===t.k&&e.setTimeout(t.c,0)})` high //~ message-to-code `e.setTimeout(t.c,0)` high
!function(e,t){e.addEventListener("message",function(e){var n;"https://app.example.com"===e.origin&&((n=t.createElement("script")).src=e.data.u,t.head.appendChild(n))})}(window,document); //~ message-to-code `(n=t.createElement("script")).src` low pedantic
!function(e,t){e.addEventListener("message",function(e){var n;"https://app.example.com"===e.origin&&(n=JSON.parse(e.data),t.title=n.title)})}(window,document); //~ ok message-to-code: JSON.parse runs nothing
!function(e){e.addEventListener("message",function(n){"https://app.example.com"===n.origin&&e.setTimeout(function(){e.document.title=n.data.t},n.data.d)})}(window); //~ ok message-to-code: a function, and the message chooses the delay
