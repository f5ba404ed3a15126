"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
var Bridge = /** @class */ (function () {
    function Bridge() {
        window.addEventListener("message", this.onMessage.bind(this)); //~ missing-origin-check `window.addEventListener("message", this.onMessage.bind(this))` high
    }
    Bridge.prototype.onMessage = function (event) {
        var _a;
        var url = (_a = event.data) === null || _a === void 0 ? void 0 : _a.url;
        if (url)
            window.location.href = url; //~ message-to-navigation `window.location.href` high
    };
    return Bridge;
}());
exports.Bridge = Bridge;
exports.watch = function watch(frame) {
  window.addEventListener('message', function (_ref) {
    var origin = _ref.origin,
      data = _ref.data;
    if (origin !== 'https://app.example.com') return;
    frame["contentWindow"]["location"]["replace"](data["url"]); //~ message-to-navigation `frame["contentWindow"]["location"]["replace"](data["url"])` low pedantic
  });
};
!function(e){e.addEventListener("message",function(n){var t=n.data;t&&"nav"===t.k?e.location.href=t.u:t&&"open"===t.k&&e.open(t.u)})}(window); //~ missing-origin-check `e.addEventListener("message",function(n){var t=n.data;t&&"nav"===t.k?e.location.href=t.u:t&&"open"===t.k&&e.open(t.u)})` high //~ message-to-navigation `e.location.href` high //~ message-to-navigation `e.open(t.u)` medium
!function(e){e.addEventListener("message",function(n){if("https://app.example.com"!==n.origin)return;var t=new URL(n.data.u);"https:"===t.protocol&&(e.location.href=t.href)})}(window); //~ ok message-to-navigation: parsed, and the protocol is compared
!function(e){e.addEventListener("message",function(n){"https://app.example.com"===n.origin&&(e.location.hash=n.data.h)})}(window); //~ ok message-to-navigation: only the fragment changes
