"use strict";

var _view = require("./view");
var _origins = require("./origins");
window.addEventListener('message', function (event) {
  if (!(0, _origins.isAllowed)(event.origin)) return;
  (0, _view.render)(event.data);
});
