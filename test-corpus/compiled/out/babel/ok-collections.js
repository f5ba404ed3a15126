"use strict";

var _view = require("./view");
function _toConsumableArray(r) { return _arrayWithoutHoles(r) || _iterableToArray(r) || _unsupportedIterableToArray(r) || _nonIterableSpread(); }
function _nonIterableSpread() { throw new TypeError("Invalid attempt to spread non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method."); }
function _unsupportedIterableToArray(r, a) { if (r) { if ("string" == typeof r) return _arrayLikeToArray(r, a); var t = {}.toString.call(r).slice(8, -1); return "Object" === t && r.constructor && (t = r.constructor.name), "Map" === t || "Set" === t ? Array.from(r) : "Arguments" === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t) ? _arrayLikeToArray(r, a) : void 0; } }
function _iterableToArray(r) { if ("undefined" != typeof Symbol && null != r[Symbol.iterator] || null != r["@@iterator"]) return Array.from(r); }
function _arrayWithoutHoles(r) { if (Array.isArray(r)) return _arrayLikeToArray(r); }
function _arrayLikeToArray(r, a) { (null == a || a > r.length) && (a = r.length); for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e]; return n; }
var SET = new Set(['https://a.example.com', 'https://b.example.com']);
var MAP = new Map([['https://a.example.com', 'a']]);
var LIST = ['https://a.example.com'].concat(_toConsumableArray(SET));
var TABLE = {
  'https://a.example.com': true
};
var PATTERN = /^https:\/\/(a|b)\.example\.com$/;
window.addEventListener('message', function (event) {
  if (!SET.has(event.origin)) return;
  (0, _view.render)(event.data);
});
window.addEventListener('message', function (event) {
  var name = MAP.get(event.origin);
  if (name) (0, _view.render)(event.data[name]);
});
window.addEventListener('message', function (event) {
  if (LIST.indexOf(event.origin) >= 0) (0, _view.render)(event.data);
});
window.addEventListener('message', function (event) {
  if (Object.prototype.hasOwnProperty.call(TABLE, event.origin)) (0, _view.render)(event.data);
});
window.addEventListener('message', function (_ref) {
  var origin = _ref.origin,
    data = _ref.data;
  return PATTERN.test(origin) && (0, _view.render)(data);
});
