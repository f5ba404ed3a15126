"use strict";

var _view = require("./view");
window.addEventListener('message', function (_ref) {
  var _data$items$0$name, _data$items;
  var data = _ref.data;
  var first = (_data$items$0$name = data === null || data === void 0 || (_data$items = data.items) === null || _data$items === void 0 || (_data$items = _data$items[0]) === null || _data$items === void 0 ? void 0 : _data$items.name) !== null && _data$items$0$name !== void 0 ? _data$items$0$name : 'none';
  (0, _view.render)("".concat(data.title, ": ").concat(first));
});
