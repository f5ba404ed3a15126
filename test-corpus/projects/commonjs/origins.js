'use strict';

var allowed = { 'https://a.example.com': true, 'https://b.example.com': true };

exports.isAllowed = function isAllowed(origin) {
  return Object.prototype.hasOwnProperty.call(allowed, origin);
};

exports.looksLike = function (origin, name) {
  return origin.indexOf(name) !== -1; //~ weak-origin-check `origin.indexOf(name) !== -1` high
};
