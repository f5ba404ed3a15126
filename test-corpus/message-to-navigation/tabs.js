// A tab of its own leaves this page where it is, unless the message names the target, too.

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  window.open(event.data.url, "_blank", "noopener"); //~ message-to-navigation `window.open(event.data.url, "_blank", "noopener")` medium
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  window.open(event.data.url, event.data.target); //~ message-to-navigation `window.open(event.data.url, event.data.target)` high
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  window.open(event.data.url, "_top"); //~ message-to-navigation `window.open(event.data.url, "_top")` high
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return;
  window.open(event.data.url, "_blank", "noopener"); //~ message-to-navigation `window.open(event.data.url, "_blank", "noopener")` low auditor
});
