'use strict';
// Electron: the preload script is the only way between the page and the main process.
const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('files', {
  open: () => ipcRenderer.invoke('files:open'),
  save: (name, text) => ipcRenderer.invoke('files:save', String(name), String(text)),
  onChanged: (listener) => {
    const forward = (event, name) => listener(name);
    ipcRenderer.on('files:changed', forward);
    return () => ipcRenderer.removeListener('files:changed', forward);
  },
});

// The page may be a file: without an origin to name, and it is this very window.
ipcRenderer.on('port', (event) => {
  window.postMessage('main-port', '*', event.ports);
});
