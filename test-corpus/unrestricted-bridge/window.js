// A preload script without context isolation leaves things in the page's own window.
const { ipcRenderer } = require("electron");

window.desktop = {
  send: (channel, data) => ipcRenderer.send(channel, data), //~ unrestricted-bridge `ipcRenderer.send(channel, data)` high
  save: (text) => ipcRenderer.invoke("draft:save", text), //~ ok unrestricted-bridge: one channel
};
window.ipc = ipcRenderer; //~ unrestricted-bridge `window.ipc` high
window.version = "1.0"; //~ ok unrestricted-bridge: no function
window.ready = () => ipcRenderer.send("ready"); //~ ok unrestricted-bridge: one channel, and nothing of the page
