"use strict";

var _view = require("./view");
function _slicedToArray(r, e) { return _arrayWithHoles(r) || _iterableToArrayLimit(r, e) || _unsupportedIterableToArray(r, e) || _nonIterableRest(); }
function _nonIterableRest() { throw new TypeError("Invalid attempt to destructure non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method."); }
function _unsupportedIterableToArray(r, a) { if (r) { if ("string" == typeof r) return _arrayLikeToArray(r, a); var t = {}.toString.call(r).slice(8, -1); return "Object" === t && r.constructor && (t = r.constructor.name), "Map" === t || "Set" === t ? Array.from(r) : "Arguments" === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t) ? _arrayLikeToArray(r, a) : void 0; } }
function _arrayLikeToArray(r, a) { (null == a || a > r.length) && (a = r.length); for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e]; return n; }
function _iterableToArrayLimit(r, l) { var t = null == r ? null : "undefined" != typeof Symbol && r[Symbol.iterator] || r["@@iterator"]; if (null != t) { var e, n, i, u, a = [], f = !0, o = !1; try { if (i = (t = t.call(r)).next, 0 === l) { if (Object(t) !== t) return; f = !1; } else for (; !(f = (e = i.call(t)).done) && (a.push(e.value), a.length !== l); f = !0); } catch (r) { o = !0, n = r; } finally { try { if (!f && null != t.return && (u = t.return(), Object(u) !== u)) return; } finally { if (o) throw n; } } return a; } }
function _arrayWithHoles(r) { if (Array.isArray(r)) return r; }
var HOST = 'https://app.example.com';
window.addEventListener('message', function (event) {
  var _event$data;
  if (event.origin !== HOST || ((_event$data = event.data) === null || _event$data === void 0 ? void 0 : _event$data.type) !== 'connect') return;
  var _event$ports = _slicedToArray(event.ports, 1),
    port = _event$ports[0];
  port.onmessage = function (message) {
    return (0, _view.serve)(message.data);
  };
});
var _MessageChannel = new MessageChannel(),
  port1 = _MessageChannel.port1,
  port2 = _MessageChannel.port2;
port1.addEventListener('message', function (message) {
  return (0, _view.serve)(message.data);
});
port1.start();
window.parent.postMessage('connect', HOST, [port2]);
var worker = new Worker('/worker.js');
worker.onmessage = function (_ref) {
  var data = _ref.data;
  return (0, _view.serve)(data);
};
