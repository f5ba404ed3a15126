// helmet's defaults allow framing by the own origin only; openers were left alone on purpose.
window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ ok source-only-check: the options of helmet keep everybody else out
  localStorage.setItem("theme", event.data.theme); //~ message-to-storage `localStorage.setItem("theme", event.data.theme)` low auditor
});

window.addEventListener("message", (event) => {
  if (event.source !== window.opener) return; //~ nullable-source-check `event.source !== window.opener` medium
  localStorage.setItem("theme", event.data.theme); //~ message-to-storage `localStorage.setItem("theme", event.data.theme)` medium
});
