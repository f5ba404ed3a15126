//~ platform isolated
// A page from which nothing of the application can be reached.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low auditor
  eval(event.data.code); //~ message-to-code `eval(event.data.code)` low auditor
});
parent.postMessage({ title: document.title }, "*"); //~ wildcard-target-origin `"*"` low auditor
