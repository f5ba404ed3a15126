"use strict";

var _view = require("./view");
var TRUSTED = 'https://app.example.com';
window.addEventListener('message', function (event) {
  switch (event.data.type) {
    case 'login':
      if (event.origin !== TRUSTED) return;
      (0, _view.signIn)(event.data.token);
      break;
    case 'open':
      (0, _view.open)(event.data.url);
      break;
  }
});
