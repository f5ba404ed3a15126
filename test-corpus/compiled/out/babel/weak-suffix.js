"use strict";

var _view = require("./view");
var DOMAIN = 'example.com';
function ours(origin) {
  var domain = arguments.length > 1 && arguments[1] !== undefined ? arguments[1] : DOMAIN;
  return origin.endsWith(domain);
}
window.addEventListener('message', function (event) {
  if (!ours(event.origin)) {
    return;
  }
  (0, _view.render)(event.data);
});
