// jQuery: namespaces, bind, one, and the original event inside its own.
/* global jQuery */
(function ($) {
  var TRUSTED = 'https://app.example.com';

  $(window).on('message', function (e) { //~ missing-origin-check `$(window).on('message', function (e) {…` low pedantic
    $('#output').text(e.originalEvent.data);
  });

  $(window).on('message.chart', function (e) { //~ missing-origin-check `$(window).on('message.chart', function (e) {…` pedantic
    var data = e.originalEvent.data;
    $('#chart').height(data.height);
  });

  jQuery(window).bind('message onmessage', function (event) { //~ missing-origin-check `jQuery(window).bind('message onmessage', function (event) {…` pedantic
    var original = event.originalEvent || event;
    $('#output').text(original.data);
  });

  $(window).one('message', function (e) { //~ missing-origin-check `$(window).one('message', function (e) {…` pedantic
    $('#output').text(e.originalEvent.data);
  });

  $(window).live('message', function (e) { //~ missing-origin-check `$(window).live('message', function (e) {…` low pedantic
    $('#output').text(e.originalEvent.data);
  });

  $(window).on({
    message: function (e) {
      if (e.originalEvent.origin !== TRUSTED) return; //~ ok missing-origin-check: an entry of a map of listeners compares
      $('#output').text(e.originalEvent.data);
    },
    resize: function () {
      $('#output').text('');
    },
  });

  $(window).on('message', function (e) {
    var event = e.originalEvent;
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: the origin of the original event
    $('#output').text(event.data);
  });

  $(window).on('message.player', { origin: TRUSTED }, function (e) {
    if (e.originalEvent.origin !== e.data.origin) return; //~ ok missing-origin-check: e.data is jQuery's own data here, given at registration
    $('#output').text(e.originalEvent.data);
  });

  $('#chat').on('message', function (e, text) { //~ ok missing-origin-check: an event of an element, triggered by the page itself
    $('#output').text(text);
  });

  $(document).on('click', '.message', function (e) { //~ ok missing-origin-check: a click
    $('#output').text(e.target.title);
  });
})(jQuery);
