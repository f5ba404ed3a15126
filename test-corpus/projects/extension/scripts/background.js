import { SITES } from './sites.js';

addEventListener('message', (event) => { //~ ok missing-origin-check: the manifest makes it a service worker
  if (event.data.kind === 'sync') fetch(event.data.url);
});

chrome.runtime.onMessage.addListener((message, sender, reply) => { //~ ok missing-origin-check: messages of the extension itself
  if (SITES.includes(sender.origin)) reply({ clips: message.clips });
});
