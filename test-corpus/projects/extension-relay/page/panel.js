// Any site may frame the panel.
parent.postMessage({ title: document.title }, "*"); //~ wildcard-target-origin `"*"` low auditor
const state = {};
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  state.command = event.data.command;
});

// Not the background: its own scripts send here.
chrome.runtime.onMessage.addListener((message) => {
  document.body.innerHTML = message.html; //~ message-to-html `document.body.innerHTML` low pedantic
});
