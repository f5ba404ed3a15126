// A shell of Electron whose pages are local files: they have no origin that could be named.
const { ipcRenderer } = require("electron");
const view = document.querySelector("iframe");
ipcRenderer.on("theme", (_event, theme) => {
  view.contentWindow.postMessage({ theme }, "*"); //~ wildcard-target-origin `"*"` low auditor
});
ipcRenderer.on("signed-in", (_event, accessToken) => {
  view.contentWindow.postMessage({ accessToken }, "*"); //~ wildcard-sensitive-data `"*"` medium
});
window.addEventListener("message", (event) => {
  if (event.origin !== "app://main") return; //~ ok impossible-origin-check: pages of a protocol of the application's own
  document.title = event.data.title;
});
