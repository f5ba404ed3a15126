//~ platform extension-without-content-scripts
// Nobody but the extension's own pages sends here.
chrome.runtime.onMessage.addListener((message) => {
  chrome.tabs.create({ url: message.url }); //~ message-to-navigation `chrome.tabs.create({ url: message.url })` low auditor
});
