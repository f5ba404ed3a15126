// jQuery: a handler behind a data tag, which is no check.
(function ($) {
  var $panel = $('#panel');

  function receive(e) {
    var data = e.data;
    if (!data || data.app !== 'chat') return;
    $panel.html(data.html); //~ message-to-html `$panel.html(data.html)` high
    $('#list').append('<li>' + data.item + '</li>'); //~ message-to-html `$('#list').append('<li>' + data.item + '</li>')` high
    var node = $(data.node); //~ message-to-html `$(data.node)` high
    node.addClass('new');
    $panel.text(data.text); //~ ok message-to-html: jQuery's text
    $('<li>').text(data.item).appendTo('#list'); //~ ok message-to-html: the markup is constant, the data is text
    $panel.attr('title', data.text); //~ ok message-to-html: an attribute that holds text
  }

  window.addEventListener('message', receive); //~ missing-origin-check `window.addEventListener('message', receive)` high
})(jQuery);
