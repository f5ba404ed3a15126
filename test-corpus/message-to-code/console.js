// A classic script that lets every window run code.
var head = document.head;

//~v missing-origin-check `window.addEventListener('message', function (event) {…` high
window.addEventListener('message', function (event) {
  var message = event.data;
  switch (message.type) {
    case 'eval':
      eval(message.code); //~ message-to-code `eval(message.code)` high
      break;
    case 'function':
      new Function('scope', message.body)(window); //~ message-to-code `new Function('scope', message.body)` high
      break;
    case 'later':
      setTimeout(message.code, 100); //~ message-to-code `setTimeout(message.code, 100)` high
      break;
    case 'script':
      var script = document.createElement('script');
      script.src = message.url; //~ message-to-code `script.src` high
      head.appendChild(script);
      break;
    case 'inline':
      var inline = document.createElement('script');
      inline.textContent = 'window.options = ' + message.options; //~ message-to-code `inline.textContent` high
      head.appendChild(inline);
      break;
    case 'attribute':
      document.body.setAttribute('onclick', message.code); //~ message-to-code `document.body.setAttribute('onclick', message.code)` high
      break;
    case 'delay':
      setTimeout(tick, message.delay); //~ ok message-to-code: the message chooses the delay, not the code
      break;
    case 'closure':
      setTimeout(function () { document.title = message.title; }, 0); //~ ok message-to-code: a function, not a string
      break;
    case 'json':
      document.title = JSON.parse(message.json).title; //~ ok message-to-code: JSON.parse runs nothing
      break;
  }
});

function tick() {
  document.body.classList.toggle('tick');
}
