// A classic script for pages that partners put into frames: every way to name a foreign window.
(function () {
  var page = { id: document.body.dataset.pageId, title: document.title };
  var helpWindow = null;

  function reportPage() {
    window.parent.postMessage({ type: 'page', page: page }, '*'); //~ wildcard-target-origin `'*'` low
  }

  function reportItems(items) {
    top.postMessage(JSON.stringify({ type: 'items', items: items }), "*"); //~ wildcard-target-origin `"*"`
  }

  function choose(choice) {
    if (window.opener && !window.opener.closed) {
      window.opener.postMessage(choice, '*'); //~ wildcard-target-origin `'*'`
      window.close();
    }
  }

  function broadcast(state) {
    for (var i = 0; i < window.frames.length; i++) {
      window.frames[i].postMessage(state, '*'); //~ wildcard-target-origin `'*'`
    }
  }

  function openHelp() {
    helpWindow = window.open('https://help.example.com/', 'help');
  }

  function updateHelp(topic) {
    if (helpWindow) helpWindow.postMessage('topic:' + topic, '*'); //~ wildcard-target-origin `'*'`
  }

  function fill(form) {
    var target = document.getElementById('editor').contentWindow;
    target['postMessage'](
      { type: 'fill', values: form.values },
      '*' //~ wildcard-target-origin `'*'`
    );
  }

  function loadMap(place) {
    var map = document.querySelector('iframe.map');
    map.onload = function () {
      map.contentWindow.postMessage(place, '*'); //~ wildcard-target-origin `'*'`
    };
  }

  // Constant messages tell a stranger nothing.
  window.parent.postMessage('widget-ready', '*'); //~ ok wildcard-target-origin: a constant handshake

  function closeMe() {
    window.parent.postMessage({ type: 'close', animate: true, delay: 300 }, '*'); //~ ok wildcard-target-origin: every field is constant
  }

  window.Widget = {
    reportPage: reportPage, reportItems: reportItems, choose: choose, broadcast: broadcast,
    openHelp: openHelp, updateHelp: updateHelp, fill: fill, loadMap: loadMap, close: closeMe,
  };
})();
