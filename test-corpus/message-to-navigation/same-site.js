// Addresses whose origin a function of the program takes apart and compares, in code from before `URL`.
var PARENT = 'https://app.example.com';

function originOf(url) {
  var parts = url.match(/^(https?):\/\/([^\/:]+)(:([0-9]+))?/);
  var port = parts[4] || (parts[1] === 'https' ? 443 : 80);
  return parts[1] + '://' + parts[2] + ':' + port;
}

function isSameOrigin(a, b) {
  return originOf(a) === originOf(b || location.href);
}

function load(address) {
  var frame = document.createElement('iframe');
  frame.src = address; //~ noise message-to-navigation `frame.src` pedantic: that the parts are those of the own address is not known of the whole
  document.body.appendChild(frame);
}

window.addEventListener('message', function (event) {
  if (event.origin !== PARENT) return;
  if (!isSameOrigin(event.data.address)) return;
  load(event.data.address + '/transport.html');
});

window.addEventListener('message', function (event) {
  if (event.origin !== PARENT) return;
  if (new URL(event.data.page).origin !== location.origin) return;
  location.href = event.data.page; //~ ok message-to-navigation: the browser took it apart
});
