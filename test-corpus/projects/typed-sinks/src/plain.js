// Browsers with Trusted Types refuse a text here; the others do not.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` medium
});

// A navigation takes a text.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  location.href = event.data.next; //~ message-to-navigation `location.href` high
});
