// Any site may frame the panel.
parent.postMessage({ title: document.title }, "*"); //~ wildcard-target-origin `"*"` low auditor
const state = {};
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  state.command = event.data.command;
});
