// Every page of the site is served with `frame-ancestors 'self'`: its parent is a page of its own.
window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ ok source-only-check: nobody else may frame it
  document.getElementById("view").innerHTML = event.data.html; //~ message-to-html `document.getElementById("view").innerHTML` low pedantic
});

window.parent.postMessage({ token: localStorage.getItem("token") }, "*"); //~ wildcard-sensitive-data `"*"` low pedantic

// Who opens the page, no header says.
window.addEventListener("message", (event) => {
  if (event.source !== window.opener) return; //~ nullable-source-check `event.source !== window.opener` high
  eval(event.data.script); //~ message-to-code `eval(event.data.script)` high
});
