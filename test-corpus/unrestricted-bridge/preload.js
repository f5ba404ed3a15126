// What a preload script hands to the page.
const { contextBridge, ipcRenderer } = require("electron");

contextBridge.exposeInMainWorld("ipc", {
  send: (channel, data) => ipcRenderer.send(channel, data), //~ unrestricted-bridge `ipcRenderer.send(channel, data)` high
  invoke(channel, ...args) {
    return ipcRenderer.invoke(channel, ...args); //~ unrestricted-bridge `ipcRenderer.invoke(channel, ...args)` high
  },
});

contextBridge.exposeInMainWorld("all", ipcRenderer); //~ unrestricted-bridge `contextBridge.exposeInMainWorld("all", ipcRenderer)` high

contextBridge.exposeInMainWorld("some", { //~ unrestricted-bridge `contextBridge.exposeInMainWorld("some", {…` high
  send: ipcRenderer.send,
});

contextBridge.exposeInMainWorld("nested", {
  ipc: {
    sendSync: (channel) => ipcRenderer.sendSync(channel), //~ unrestricted-bridge `ipcRenderer.sendSync(channel)` high
  },
});

const request = (name, body) => {
  return ipcRenderer.invoke(name, { body }); //~ unrestricted-bridge `ipcRenderer.invoke(name, { body })` high
};
contextBridge.exposeInMainWorld("api", { request });

class Bridge {
  post(channel, message) {
    ipcRenderer.postMessage(channel, message); //~ unrestricted-bridge `ipcRenderer.postMessage(channel, message)` high
  }
}
contextBridge.exposeInMainWorld("bridge", new Bridge());

contextBridge.exposeInMainWorld("call", (channel) => ipcRenderer.invoke(channel)); //~ unrestricted-bridge `ipcRenderer.invoke(channel)` high

contextBridge.exposeInMainWorld("bound", {
  ask: ((channel) => ipcRenderer.invoke(channel)).bind(null), //~ unrestricted-bridge `ipcRenderer.invoke(channel)` high
});

// Near misses.

contextBridge.exposeInMainWorld("desktop", {
  saveDraft: (text) => ipcRenderer.invoke("draft:save", String(text)), //~ ok unrestricted-bridge: one channel, by name
  open: (file) => ipcRenderer.invoke("file:open", file), //~ ok unrestricted-bridge: the page gives an argument, not the channel
  quit: () => ipcRenderer.send("quit"), //~ ok unrestricted-bridge: nothing of the page
  version: "1.0", //~ ok unrestricted-bridge: no function
});

const CHANNELS = ["draft:save", "draft:load"];
contextBridge.exposeInMainWorld("listed", {
  send(channel, data) {
    if (CHANNELS.includes(channel)) ipcRenderer.send(channel, data); //~ ok unrestricted-bridge: one of a list
  },
  invoke(channel, data) {
    if (!CHANNELS.includes(channel)) throw new Error("no such channel");
    return ipcRenderer.invoke(channel, data); //~ ok unrestricted-bridge: the same, the other way round
  },
  load(channel) {
    if (channel === "draft:load") return ipcRenderer.invoke(channel); //~ ok unrestricted-bridge: compared with one
  },
  pick(kind) {
    return ipcRenderer.invoke(kind === "draft" ? "draft:load" : "page:load"); //~ ok unrestricted-bridge: two channels of the program
  },
});

contextBridge.exposeInMainWorld("plugins", {
  call: (name) => ipcRenderer.invoke(`plugin:${name}`), //~ ok unrestricted-bridge: channels of one prefix
});

contextBridge.exposeInMainWorld("events", {
  onPort: (callback) => ipcRenderer.on("port", (_event, value) => callback(value)), //~ ok unrestricted-bridge: one channel to listen to
});

function internal(channel, data) {
  ipcRenderer.send(channel, data); //~ ok unrestricted-bridge: the page does not get it
}
internal("ready", {});

ipcRenderer.on("tell", (_event, text) => {
  document.title = text; //~ ok unrestricted-bridge: what the main process says
});
