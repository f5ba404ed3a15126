"use strict";

var _view = require("./view");
var PARTNERS = ['https://shop.example.com', 'https://pay.example.net'];
window.addEventListener('message', function (event) {
  var known = PARTNERS.some(function (partner) {
    return event.origin.indexOf(partner) !== -1;
  });
  if (known) (0, _view.render)(event.data);
});
