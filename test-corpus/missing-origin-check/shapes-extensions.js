// Extension messaging and native bridges.
import { render } from './view.js';

const port = chrome.runtime.connect({ name: 'panel' });
port.onMessage.addListener((message) => render(message)); //~ ok missing-origin-check: a port between parts of one extension

chrome.runtime.onMessage.addListener((message, sender, reply) => { //~ ok missing-origin-check: messages of the extension itself
  render(message);
  reply({ done: true });
});

browser.runtime.onConnect.addListener((connection) => {
  connection.onMessage.addListener((message) => render(message)); //~ ok missing-origin-check: a port between parts of one extension
});

const native = browser.runtime.connectNative('com.example.host');
native.onMessage.addListener((message) => render(message)); //~ ok missing-origin-check: a native host

window.ReactNativeWebView.onMessage = (message) => render(message); //~ ok missing-origin-check: a property of the application's bridge

const vscode = acquireVsCodeApi();
vscode.onDidReceiveMessage((message) => render(message)); //~ ok missing-origin-check: the interface of the editor

window.webkit.messageHandlers.reply.onmessage = (event) => render(event.data); //~ ok missing-origin-check: a bridge of the web view
