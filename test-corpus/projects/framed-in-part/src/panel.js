// The header is set for other pages, or for pages of which nobody knows whether this script is in them.
window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` high
  document.getElementById("view").innerHTML = event.data.html; //~ message-to-html `document.getElementById("view").innerHTML` high
});
