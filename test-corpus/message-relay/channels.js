// Relays to privileged receivers: who picks what is asked for, and who only fills in an answer.
const { ipcRenderer } = require("electron");

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  ipcRenderer.send(event.data.channel, event.data.payload); //~ message-relay `ipcRenderer.send(event.data.channel, event.data.payload)` high
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  ipcRenderer.send("from-page", event.data.payload); //~ message-relay `ipcRenderer.send("from-page", event.data.payload)` medium
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  chrome.runtime.sendMessage(event.data.request); //~ message-relay `chrome.runtime.sendMessage(event.data.request)` high
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  chrome.runtime.sendMessage({ type: "note", text: event.data.text }); //~ message-relay `chrome.runtime.sendMessage({ type: "note", text: event.data.text })` medium
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  chrome.runtime.sendMessage({ action: event.data.action, value: 1 }); //~ message-relay `chrome.runtime.sendMessage({ action: event.data.action, value: 1 })` high
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  chrome.runtime.sendMessage({ ...event.data, from: "page" }); //~ message-relay `chrome.runtime.sendMessage({ ...event.data, from: "page" })` high
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  chrome.tabs.sendMessage(1, event.data); //~ message-relay `chrome.tabs.sendMessage(1, event.data)` medium
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return;
  ipcRenderer.send("count", Number(event.data.count)); //~ ok message-relay: a number of one site
});
