// A webview of an editor, which the editor frames and which no site can frame.
const vscode = acquireVsCodeApi();
const state = {};

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  state.items = event.data.items;
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  document.querySelector("#root").innerHTML = event.data.html; //~ message-to-html `document.querySelector("#root").innerHTML` medium
});

window.addEventListener("message", (event) => {
  if (event.origin !== window.origin) return; //~ ok opaque-origin-compare: the editor's messages have this origin
  state.items = event.data.items;
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  vscode.setState(event.data.state);
  localStorage.setItem("items", event.data.items); //~ message-to-storage `localStorage.setItem("items", event.data.items)` low pedantic
});

window.parent.postMessage({ title: document.title }, "*"); //~ wildcard-target-origin `"*"` low auditor

window.addEventListener("message", (event) => {
  if (!event.origin.startsWith("vscode-webview:")) return; //~ ok impossible-origin-check: what the editor's own origins begin with
  state.items = event.data.items;
});
