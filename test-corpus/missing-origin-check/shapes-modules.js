// Wrappings of bundlers and of old module systems.
(function (root, factory) {
  if (typeof define === 'function' && define.amd) define(['exports'], factory);
  else if (typeof exports === 'object') factory(exports);
  else factory((root.embed = {}));
})(typeof self !== 'undefined' ? self : this, function (exports) {
  'use strict';

  var element = document.getElementById('embed');

  exports.listen = function () {
    window.addEventListener('message', function (e) { //~ missing-origin-check `window.addEventListener('message', function (e) {…` low pedantic
      element.textContent = e.data;
    });
  };

  exports.listenTo = function (origin) {
    window.addEventListener('message', function (e) {
      if (e.origin !== origin) return; //~ ok missing-origin-check: the caller says which
      element.textContent = e.data;
    });
  };

  exports.listenLoosely = function (origin) {
    window.addEventListener('message', function (e) {
      if (e.origin.indexOf(origin) === -1) return; //~ weak-origin-check `e.origin.indexOf(origin) === -1` pedantic
      element.textContent = e.data;
    });
  };
});
