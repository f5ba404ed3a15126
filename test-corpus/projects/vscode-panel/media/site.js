// No webview: nothing of an editor is used.
const state = {};
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  state.items = event.data.items;
});
