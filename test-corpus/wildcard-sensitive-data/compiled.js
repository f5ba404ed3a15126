"use strict";
// What TypeScript, Babel, webpack and terser make of such code.
Object.defineProperty(exports, "__esModule", { value: true });
exports.mirror = mirror;
exports.hand = hand;
exports.notify = notify;
function mirror(session) {
    var _a;
    (_a = window.opener) === null || _a === void 0 ? void 0 : _a.postMessage({ type: "session", accessToken: session.accessToken }, "*"); //~ wildcard-sensitive-data `"*"` medium
}
function hand(frame, password, origin) {
    if (origin === void 0) { origin = "*"; } //~ wildcard-sensitive-data `"*"`
    frame.contentWindow.postMessage({ password: password }, origin);
}
function notify(theme) {
    var cssToken = theme.cssToken;
    //~v wildcard-target-origin `"*"`
    window.parent.postMessage({ type: "theme", cssToken: cssToken }, "*"); //~ ok wildcard-sensitive-data: a design token
}
var _default = exports.default = function _default(_ref) {
  var refreshToken = _ref.refreshToken;
  return window.parent.postMessage({
    type: 'renew',
    refreshToken: refreshToken
  }, '*'); //~ wildcard-sensitive-data `'*'`
};
!function(e){var t=e.localStorage.getItem("token");t&&e.parent.postMessage({kind:"t",v:t},"*")}(window); //~ wildcard-sensitive-data `"*"`
exports.c=function(){var e=document.cookie;return void 0!==e&&window.parent.postMessage(e,"*"),!0}; //~ wildcard-sensitive-data `"*"`
exports.d=function(){window.parent.postMessage({kind:"token",v:void 0},"*")}; //~ ok wildcard-sensitive-data: constant, though it speaks of a token
exports.e=function(e){var t=document.cookie;e.contentWindow.postMessage({c:t},"https://app.example.com")}; //~ ok wildcard-sensitive-data: an exact target origin
