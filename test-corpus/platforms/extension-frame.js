//~ platform extension-frame
// A page of an extension that any site may frame: it posts to a parent that it cannot know, and must suspect it.
parent.postMessage({ height: document.body.scrollHeight, title: document.title }, "*"); //~ wildcard-target-origin `"*"` low auditor

const state = { command: "" };
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  state.command = event.data.command;
});

parent.postMessage({ token: localStorage.getItem("token") }, "*"); //~ wildcard-sensitive-data `"*"` high

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  state.command = event.data.command; //~ ok missing-origin-check: pages of the extension itself
});
