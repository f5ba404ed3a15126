// What content scripts, and the pages behind them, tell the background of an extension.
chrome.runtime.onMessage.addListener((request, sender, reply) => {
  if (request.op === "get") {
    fetch(request.url).then((response) => response.text()).then(reply); //~ message-to-request `fetch(request.url)` low
    return true;
  }
  if (request.op === "exec") chrome.tabs.executeScript(sender.tab.id, { code: request.code }); //~ message-to-code `chrome.tabs.executeScript(sender.tab.id, { code: request.code })` medium
  if (request.op === "save") chrome.downloads.download({ url: request.url }); //~ message-to-request `chrome.downloads.download({ url: request.url })` low
  if (request.op === "popup") chrome.windows.create({ url: request.url }); //~ message-to-navigation `chrome.windows.create({ url: request.url })` low
  if (request.op === "open") chrome.tabs.create({ url: request.url }); //~ message-to-navigation `chrome.tabs.create({ url: request.url })` low
});

chrome.runtime.onConnect.addListener((port) => {
  port.onMessage.addListener((message) => {
    chrome.tabs.executeScript({ code: message.code }); //~ message-to-code `chrome.tabs.executeScript({ code: message.code })` medium
  });
});

chrome.runtime.onMessage.addListener((request, sender) => {
  if (sender.tab) return; // a page's
  chrome.tabs.executeScript({ code: request.code }); //~ ok message-to-code: only pages of the extension itself get here
});

chrome.runtime.onMessage.addListener((request, sender) => {
  if (sender.origin !== "https://app.example.com") return;
  if (request.op === "start") chrome.tabs.executeScript({ file: "start.js" }); //~ ok message-to-code: a script of the extension
});

let count = 0;
chrome.runtime.onMessage.addListener((request) => {
  count += Number(request.by); //~ ok message-to-code: a number is counted
  chrome.action.setBadgeText({ text: String(count) });
});

chrome.extension.onRequest.addListener((request) => {
  eval(request.code); //~ message-to-code `eval(request.code)` medium
});
