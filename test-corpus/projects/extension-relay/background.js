chrome.runtime.onMessage.addListener((request) => {
  if (request.op === "get") fetch(request.url); //~ message-to-request `fetch(request.url)` low
  if (request.op === "list") fetch("https://api.example.com/list"); //~ ok message-to-request: an address of the extension
});

// The manifest lists one site and no extension, and the browser keeps the others out.
let settings = {};
chrome.runtime.onMessageExternal.addListener((message) => { //~ missing-sender-check `chrome.runtime.onMessageExternal.addListener((message) => {…` low auditor
  settings = message.settings;
});
