// A SharedWorker's own script in the older style.
onconnect = function (e) {
  var port = e.ports[0];
  port.addEventListener('message', function (m) { port.postMessage(count(m.data)); }); //~ port-not-started `port.addEventListener('message', function (m) { port.postMessage(count(m.data)); })` medium
};

function count(text) {
  return { words: String(text).split(/\s+/).length };
}
