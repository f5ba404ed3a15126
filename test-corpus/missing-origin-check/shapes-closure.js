// The Closure library, whose events wrap the browser's.
goog.provide('app.Receiver');

goog.require('goog.events');
goog.require('goog.events.EventType');

app.TRUSTED = 'https://app.example.com';

app.Receiver = function (element) {
  this.element_ = element;
  goog.events.listen(window, goog.events.EventType.MESSAGE, this.onMessage_, false, this); //~ missing-origin-check `goog.events.listen(window, goog.events.EventType.MESSAGE, this.onMessage_, false, this)` low pedantic
  goog.events.listen(window, 'message', this.onChecked_, false, this);
  goog.events.listen(element, goog.events.EventType.CLICK, this.onClick_, false, this);
};

app.Receiver.prototype.onMessage_ = function (e) {
  this.element_.textContent = e.getBrowserEvent().data;
};

app.Receiver.prototype.onChecked_ = function (e) {
  var event = e.getBrowserEvent();
  if (event.origin !== app.TRUSTED) return; //~ ok missing-origin-check: the origin of the browser's event
  this.element_.textContent = event.data;
};

app.Receiver.prototype.onClick_ = function (e) {
  this.element_.textContent = e.type; //~ ok missing-origin-check: a click
};

app.receiver = new app.Receiver(document.getElementById('receiver'));

goog.events.listen(window, goog.events.EventType.MESSAGE, function (e) { //~ missing-origin-check `goog.events.listen(window, goog.events.EventType.MESSAGE, function (e) {…` low pedantic
  document.title = e.getBrowserEvent().data.title;
});

goog.events.listen(window, goog.events.EventType.MESSAGE, function (e) {
  var event = e.getBrowserEvent();
  if (event.origin === 'https://app.example.com') document.title = event.data.title; //~ ok missing-origin-check: the origin of the browser's event
});
