import browser from "webextension-polyfill";

let last: unknown;
browser.runtime.onMessageExternal.addListener((message, sender) => { //~ missing-sender-check `browser.runtime.onMessageExternal.addListener((message, sender) => {…` medium
  last = message;
});
export const get = () => last;

browser.runtime.onMessageExternal.addListener((message, sender) => {
  if (sender.id !== browser.runtime.id) return; //~ ok missing-sender-check: only the extension itself
  last = message;
});
