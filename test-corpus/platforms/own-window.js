// A script of an extension that takes messages of its own window for the page's: a content script, whatever the manifest calls its bundle.
import browser from 'webextension-polyfill';

window.addEventListener('message', (event) => { //~ unauthenticated-listener `window.addEventListener('message', (event) => {…` low auditor
  if (event.source !== window) return;
  browser.runtime.sendMessage({ action: event.data.action, args: event.data.args }); //~ message-relay `browser.runtime.sendMessage({ action: event.data.action, args: event.data.args })` high
});
