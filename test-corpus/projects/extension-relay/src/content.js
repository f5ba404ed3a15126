// Built to content.js, which the manifest names: the page is the stranger.
window.addEventListener("message", (event) => {
  if (event.source !== window) return;
  chrome.runtime.sendMessage(event.data); //~ message-relay `chrome.runtime.sendMessage(event.data)` high
});

window.addEventListener("message", (event) => {
  if (event.source !== window || event.origin !== "https://app.example.com") return;
  chrome.runtime.sendMessage({ kind: "status" }); //~ ok message-relay: one site, one question
});

chrome.runtime.onMessage.addListener((message) => {
  document.body.innerHTML = message.html; //~ message-to-html `document.body.innerHTML` low auditor
});
