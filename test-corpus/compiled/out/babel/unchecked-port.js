"use strict";

var _view = require("./view");
var port;
window.addEventListener('message', function (event) {
  if (event.data !== 'connect') return;
  port = event.ports[0];
  port.onmessage = function (_ref) {
    var data = _ref.data;
    return (0, _view.serve)(data);
  };
});
