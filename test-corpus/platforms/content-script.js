//~ platform extension-content-script
// A content script: the page is the stranger, and neither its window nor its origin tell it from anybody.

window.addEventListener("message", (event) => {
  if (event.source !== window) return;
  chrome.runtime.sendMessage(event.data.request); //~ message-relay `chrome.runtime.sendMessage(event.data.request)` high
});

window.addEventListener("message", (event) => {
  if (event.source !== window || event.origin !== location.origin) return;
  chrome.runtime.sendMessage({ kind: "note", text: event.data.text }); //~ message-relay `chrome.runtime.sendMessage({ kind: "note", text: event.data.text })` medium
});

// Without any check a frame of the page gets there, too: one finding, at the relay.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low auditor
  chrome.runtime.sendMessage(event.data.request); //~ message-relay `chrome.runtime.sendMessage(event.data.request)` high
});

chrome.storage.local.get("vault", ({ vault }) => {
  window.postMessage({ kind: "vault", vault }, "*"); //~ wildcard-sensitive-data `"*"` high
});

browser.storage.sync.get({ accessToken: "", theme: "dark" }).then((stored) => {
  window.postMessage({ token: stored.accessToken }, location.origin); //~ wildcard-sensitive-data `location.origin` high
  window.postMessage({ theme: stored.theme }, "*"); //~ ok wildcard-sensitive-data: a setting
});

async function tell() {
  const { vault } = await chrome.storage.local.get(["vault"]);
  window.postMessage({ filled: Boolean(vault) }, "*"); //~ ok wildcard-sensitive-data: only whether there is something
  window.postMessage({ vault }, "https://app.example.com"); //~ ok wildcard-sensitive-data: one site
}
tell();

window.addEventListener("message", (event) => {
  if (event.source !== window || event.origin !== "https://app.example.com") return;
  if (event.data.kind === "status") chrome.runtime.sendMessage({ kind: "status" }); //~ ok message-relay: one site, one question
});

window.addEventListener("message", (event) => {
  if (event.source !== window || typeof event.data.text !== "string") return;
  chrome.runtime.sendMessage({ kind: "note", text: event.data.text }); //~ message-relay `chrome.runtime.sendMessage({ kind: "note", text: event.data.text })` low auditor
});

window.addEventListener("message", (event) => {
  if (event.source !== window) return;
  document.querySelector("#panel").innerHTML = event.data.html; //~ message-to-html `document.querySelector("#panel").innerHTML` low auditor
});

// A port that any frame can bring is one of a stranger here as well.
window.addEventListener("message", (event) => {
  if (event.data === "connect") event.ports[0].onmessage = (e) => chrome.runtime.sendMessage({ say: String(e.data) }); //~ unchecked-port-accepted `event.ports[0]` high
});

const port = chrome.runtime.connect();
window.addEventListener("message", (event) => {
  if (event.source !== window) return;
  port.postMessage(event.data); //~ message-relay `port.postMessage(event.data)` high
  port.postMessage({ kind: "note", text: event.data.text }); //~ message-relay `port.postMessage({ kind: "note", text: event.data.text })` medium
});
