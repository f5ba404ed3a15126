'use strict';

function View(root) {
  this.root = root;
}

View.prototype.show = function (html) {
  this.root.innerHTML = html; //~ message-to-html `this.root.innerHTML` high
};

View.prototype.title = function (text) {
  document.title = text;
};

module.exports = View;
