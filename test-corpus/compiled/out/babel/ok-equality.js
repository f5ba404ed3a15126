"use strict";

var _view = require("./view");
var TRUSTED = 'https://app.example.com';
window.addEventListener('message', function (event) {
  var _event$data$title, _event$data;
  if (event.origin !== TRUSTED) return;
  (0, _view.render)((_event$data$title = (_event$data = event.data) === null || _event$data === void 0 ? void 0 : _event$data.title) !== null && _event$data$title !== void 0 ? _event$data$title : '');
});
window.addEventListener('message', function (_ref) {
  var origin = _ref.origin,
    data = _ref.data;
  if (origin === location.origin) (0, _view.render)(data);
});
window.addEventListener('message', function (event) {
  switch (event.origin) {
    case 'https://a.example.com':
    case 'https://b.example.com':
      (0, _view.render)(event.data);
      break;
    default:
      console.warn(event.origin);
  }
});
