import { contextBridge, ipcRenderer } from "electron";

contextBridge.exposeInMainWorld("shell", {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args), //~ unrestricted-bridge `ipcRenderer.invoke(channel, ...args)` high
  open: (url) => ipcRenderer.invoke("open", url), //~ ok unrestricted-bridge: one channel
});
