// What it imports tells that it is a webview.
import { vscode } from "./api.js";

const state = {};
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  state.items = event.data.items;
  vscode.setState({ count: 1 });
});

window.addEventListener("message", (event) => {
  if (event.origin !== window.origin) return; //~ ok opaque-origin-compare: the origin that the editor's messages have
  state.items = event.data.items;
});
