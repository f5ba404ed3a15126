// Each way in, to a listener that changes nothing but what the page shows.
const APP = "https://app.example.com";
const popup = window.open("/help", "help");
const show = (event) => { document.body.className = event.data; };

window.addEventListener("message", show); //~ missing-origin-check `window.addEventListener("message", show)` low pedantic

window.addEventListener("message", (event) => {
  if (!event.origin.startsWith(APP)) return; //~ weak-origin-check `event.origin.startsWith(APP)` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (!event.origin.endsWith(".example.com")) return; //~ broad-origin-check `event.origin.endsWith(".example.com")` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== "http://app.example.com") return; //~ insecure-origin-allowed `event.origin !== "http://app.example.com"` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== APP && event.origin !== "null") return; //~ null-origin-allowed `event.origin !== "null"` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.source !== window.opener) return; //~ nullable-source-check `event.source !== window.opener` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.data.origin !== APP) return; //~ spoofable-sender-check `event.data.origin !== APP` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== APP) console.warn("a stranger"); //~ unenforced-origin-check `event.origin !== APP` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== new URLSearchParams(location.search).get("host")) return; //~ untrusted-expected-origin `event.origin !== new URLSearchParams(location.search).get("host")` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== window.origin) return; //~ opaque-origin-compare `event.origin !== window.origin` low pedantic
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com/") return; //~ impossible-origin-check `event.origin !== "https://app.example.com/"` medium
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.source !== popup) return; //~ ok missing-origin-check: a popup of its own, and nothing but what is shown
  show(event);
});

window.addEventListener("message", (event) => {
  if (event.origin !== APP) return; //~ ok missing-origin-check: the exact origin
  show(event);
});
