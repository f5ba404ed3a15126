// Its parent has an origin that the program knows, so that the window alone need not be asked.

const SHELL = "https://shell.example.com";
let theme = "light";

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` medium
  theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== SHELL) return; //~ ok source-only-check: the shell and nobody else
  theme = event.data.fallback;
});

// Two comparisons, each with another window: the one that lets the framing page through is named.
const frame = document.createElement("iframe");
document.body.append(frame);
window.addEventListener("message", (event) => {
  if (event.data.kind === "language") {
    if (event.source !== frame.contentWindow) return; //~ ok source-only-check: the page's own frame
    document.documentElement.lang = event.data.language;
    return;
  }
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` high
  document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` high
});

// Whoever frames this page can navigate the frame.
const other = document.createElement("iframe");
document.body.append(other);
window.addEventListener("message", (event) => {
  if (event.source !== other.contentWindow) return; //~ ok source-only-check: the page's own frame
  document.querySelector("#other").innerHTML = event.data.html; //~ message-to-html `document.querySelector("#other").innerHTML` medium pedantic
});

export const current = () => theme;
