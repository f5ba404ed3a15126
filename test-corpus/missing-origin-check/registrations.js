// A page's classic script: the ways to register a listener, none with a check.
var status = document.getElementById('status');
var EVENT = 'message';

function onMessage(event) {
  status.textContent = event.data.text;
}

window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` low pedantic

addEventListener("message", (e) => showToast(e.data.toast), false); //~ missing-origin-check `addEventListener("message", (e) => showToast(e.data.toast), false)` medium

self.addEventListener(EVENT, ({ data }) => { status.title = data.title; }); //~ missing-origin-check `self.addEventListener(EVENT, ({ data }) => { status.title = data.title; })` pedantic

globalThis['addEventListener']('message', onMessage, { once: true }); //~ missing-origin-check `globalThis['addEventListener']('message', onMessage, { once: true })` pedantic

document.defaultView.addEventListener('message', onMessage, true); //~ missing-origin-check `document.defaultView.addEventListener('message', onMessage, true)` pedantic

window.onmessage = function (event) { //~ missing-origin-check `window.onmessage` pedantic
  status.className = event.data.level;
};

if (window.attachEvent) {
  window.attachEvent('onmessage', onMessage); //~ missing-origin-check `window.attachEvent('onmessage', onMessage)` pedantic
}

var w = window;
//~v missing-origin-check `w.addEventListener('message', function (message) {…` pedantic
w.addEventListener('message', function (message) {
  if (!message.data || message.data.type !== 'badge') return;
  status.dataset.badge = message.data.count;
});

function stop() {
  window.onmessage = null; //~ ok missing-origin-check: takes a listener away
  window.removeEventListener('message', onMessage); //~ ok missing-origin-check: takes a listener away
}

window.addEventListener('pagehide', stop);
window.addEventListener('messages', onMessage); //~ ok missing-origin-check: another event
window.addEventListener('messageerror', onMessage); //~ ok missing-origin-check: carries no data
window.addEventListener('storage', onMessage); //~ ok missing-origin-check: another event
