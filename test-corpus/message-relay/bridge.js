// A content script, a desktop shell and a native host: each hands on what the page heard.
const { ipcRenderer } = require('electron');

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (event.data.source !== 'page') return;
  chrome.runtime.sendMessage(event.data); //~ message-relay `chrome.runtime.sendMessage(event.data)` high
});

const port = chrome.runtime.connect({ name: 'page' });

window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…`
  if (data && data.type === 'FROM_PAGE') {
    port.postMessage({ text: data.text }); //~ message-relay `port.postMessage({ text: data.text })` medium
  }
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://desk.example.com') return;
  ipcRenderer.send(data.channel, data.payload); //~ message-relay `ipcRenderer.send(data.channel, data.payload)` low pedantic
  ipcRenderer.send('ready'); //~ ok message-relay: a constant
  ipcRenderer.send('zoom', Number(data.zoom)); //~ ok message-relay: a number
  if (data.command === 'save' || data.command === 'open') {
    ipcRenderer.invoke('command', data.command); //~ ok message-relay: one of two constants
  }
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://app.example.com') return;
  window.ReactNativeWebView.postMessage(JSON.stringify(data)); //~ message-relay `window.ReactNativeWebView.postMessage(JSON.stringify(data))` low auditor
  window.chrome.webview.postMessage(data); //~ message-relay `window.chrome.webview.postMessage(data)` low auditor
  window.ReactNativeWebView.postMessage(JSON.stringify({ height: document.body.scrollHeight })); //~ ok message-relay: the page's own measure
});
