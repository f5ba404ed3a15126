'use strict';

var origins = require('./origins');
var View = require('./view.js');
var lodash = require('lodash');

var view = new View(document.body);

window.addEventListener('message', function (event) { //~ ok missing-origin-check: a table of another file
  if (!origins.isAllowed(event.origin)) return;
  view.title(lodash.escape(event.data.title));
});

window.addEventListener('message', function (event) {
  if (!origins.looksLike(event.origin, 'example.com')) return;
  view.show(event.data.html);
});
