// What MDN says about Window.postMessage() between a page and an extension.
//~ platform extension-content-script

//~ spec mdn/Window/postMessage#using_window.postmessage_in_extensions: What an extension broadcasts to the page's window, every script of the page can hear; use runtime.sendMessage to reach the background
chrome.storage.local.get("apiToken", ({ apiToken }) => {
  window.postMessage({ type: "token", apiToken }, "*"); //~ wildcard-sensitive-data `"*"` high
  chrome.runtime.sendMessage({ type: "token", apiToken }); //~ ok wildcard-sensitive-data: to the extension's own background
});

//~ spec mdn/Window/postMessage#using_window.postmessage_in_extensions: An extension cannot be certain where a message on the page's window comes from
window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` low
  if (event.source !== window) return;
  chrome.runtime.sendMessage(event.data); //~ message-relay `chrome.runtime.sendMessage(event.data)` high
});

window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` low
  if (event.source !== window) return;
  if (event.data?.type !== "zoom" || typeof event.data.factor !== "number") return;
  chrome.runtime.sendMessage({ type: "zoom", factor: event.data.factor }); //~ ok message-relay: one number, in a new message
});
