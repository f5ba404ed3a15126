// Only frames and popups of the page's own are left, wherever they were navigated to.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium pedantic
  eval(event.data.script); //~ message-to-code `eval(event.data.script)` medium pedantic
});
