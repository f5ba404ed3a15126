// Lists of channels of which not every member is known here.
import { contextBridge, ipcRenderer } from 'electron';
import { contracts, names } from './contracts';

const LISTED = [...Object.values(contracts).map((contract) => contract.channel), 'quit'];
const SET = new Set([...names, 'quit']);

contextBridge.exposeInMainWorld('listed', {
  invoke: (channel, value) => {
    if (LISTED.includes(channel)) return ipcRenderer.invoke(channel, value); //~ ok unrestricted-bridge: a member of the program's list
  },
  send: (channel, value) => {
    if (SET.has(channel)) ipcRenderer.send(channel, value); //~ ok unrestricted-bridge: a member of the program's set
  },
  unlisted: (channel, value) => {
    if (!LISTED.includes(channel)) ipcRenderer.send(channel, value); //~ unrestricted-bridge `ipcRenderer.send(channel, value)` high
  },
  own: (channels, channel) => {
    if (channels.includes(channel)) ipcRenderer.send(channel); //~ unrestricted-bridge `ipcRenderer.send(channel)` high
  },
});
