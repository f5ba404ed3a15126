// Messages of other extensions and of pages that the manifest lets connect.
const APP = "https://app.example.com";
const PARTNERS = ["abcdefghijklmnopabcdefghijklmnop"];

chrome.runtime.onMessageExternal.addListener((message, sender) => { //~ missing-sender-check `chrome.runtime.onMessageExternal.addListener((message, sender) => {…` high
  if (message.kind === "run") chrome.tabs.executeScript(sender.tab.id, { code: message.code }); //~ message-to-code `chrome.tabs.executeScript(sender.tab.id, { code: message.code })` high
});

chrome.runtime.onMessageExternal.addListener((message) => { //~ missing-sender-check `chrome.runtime.onMessageExternal.addListener((message) => {…` high
  chrome.tabs.executeScript(message.tab, message.script); //~ message-to-code `chrome.tabs.executeScript(message.tab, message.script)` high
});

browser.runtime.onMessageExternal.addListener(({ url }) => { //~ missing-sender-check `browser.runtime.onMessageExternal.addListener(({ url }) => {…` medium
  browser.tabs.create({ url }); //~ message-to-navigation `browser.tabs.create({ url })` medium
});

let settings = {};
chrome.runtime.onMessageExternal.addListener((message, sender, respond) => { //~ missing-sender-check `chrome.runtime.onMessageExternal.addListener((message, sender, respond) => {…` medium
  settings = message.settings;
  respond({ done: true });
});

// What is stored is told to whoever asks.
chrome.runtime.onMessageExternal.addListener(async (message, sender, respond) => { //~ missing-sender-check `chrome.runtime.onMessageExternal.addListener(async (message, sender, respond) => {…` medium
  const { token } = await chrome.storage.local.get("token");
  if (message.kind === "token") respond({ token }); //~ reply-to-unchecked-sender `respond({ token })` high
});

// The sender is compared in a way that a stranger passes.
chrome.runtime.onMessageExternal.addListener((message, sender) => {
  if (!sender.origin.startsWith("https://app.example.com")) return; //~ weak-origin-check `sender.origin.startsWith("https://app.example.com")` medium
  settings = message.settings;
});

// A port of another extension.
chrome.runtime.onConnectExternal.addListener((port) => {
  port.onMessage.addListener((message) => { //~ missing-sender-check `port.onMessage.addListener((message) => {…` medium
    fetch(message.url); //~ message-to-request `fetch(message.url)` medium
  });
});

// Near misses.

chrome.runtime.onMessageExternal.addListener((message, sender) => {
  if (sender.origin !== APP) return; //~ ok missing-sender-check: the page is compared
  settings = message.settings;
});

chrome.runtime.onMessageExternal.addListener((message, sender) => {
  if (!PARTNERS.includes(sender.id)) return; //~ ok missing-sender-check: the extension is one of a list
  settings = message.settings;
});

chrome.runtime.onMessageExternal.addListener((message, sender) => {
  if (new URL(sender.url).origin !== APP) return; //~ ok missing-sender-check: the origin of its address is compared
  settings = message.settings;
});

chrome.runtime.onMessageExternal.addListener((message, sender) => {
  if (!sender.url.startsWith("https://app.example.com/")) return; //~ ok missing-sender-check: an address that begins with a whole origin and a slash
  settings = message.settings;
});

chrome.runtime.onMessageExternal.addListener((message, sender, respond) => {
  if (message.kind === "version") respond({ version: 3 }); //~ ok missing-sender-check: a constant is answered
});

chrome.runtime.onConnectExternal.addListener((port) => {
  if (port.sender.id !== PARTNERS[0]) return port.disconnect();
  port.onMessage.addListener((message) => {
    fetch(message.url); //~ ok missing-sender-check: whoever may not speak never gets a listener
  });
});

import { isPartner } from "@example/partners";
chrome.runtime.onMessageExternal.addListener((message, sender) => {
  if (!isPartner(sender)) return; //~ ok missing-sender-check: a check that cannot be seen into
  settings = message.settings;
});
