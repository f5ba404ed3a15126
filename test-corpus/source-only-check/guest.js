// A page that is made to be framed by pages that it cannot know: it names no origin anywhere.

let theme = "light";

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` low pedantic
  theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` high
  document.querySelector("#text").innerHTML = event.data.html; //~ message-to-html `document.querySelector("#text").innerHTML` high
});

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` medium
  fetch(event.data.url, { credentials: "include" }); //~ message-to-request `fetch(event.data.url, { credentials: "include" })` medium
});

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` low pedantic
  document.body.classList.toggle("dark");
});

window.addEventListener("message", (event) => {
  if (event.source !== window.opener) return; //~ nullable-source-check `event.source !== window.opener` medium
  theme = event.data.theme;
});

export const current = () => theme;
