// What a window's event is about is the window.
const ofPort = (event) => {
  if (!(event.target instanceof MessagePort || event.target instanceof BroadcastChannel)) return;
  document.body.innerHTML = event.data; //~ ok message-to-html: a window is neither
};
window.addEventListener('message', ofPort); //~ ok missing-origin-check: nothing happens
const ofWindow = (event) => {
  if (event.target instanceof MessagePort) return;
  document.body.innerHTML = event.data; //~ message-to-html `document.body.innerHTML` high
};
window.addEventListener('message', ofWindow); //~ missing-origin-check `window.addEventListener('message', ofWindow)` high
