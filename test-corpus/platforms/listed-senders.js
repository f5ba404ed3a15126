//~ platform extension-listed-senders
// Whoever can connect is listed in the manifest, which the browser keeps to.
let settings = {};
chrome.runtime.onMessageExternal.addListener((message) => { //~ missing-sender-check `chrome.runtime.onMessageExternal.addListener((message) => {…` low auditor
  settings = message.settings;
});
