// Ports of Electron's main process: whichever way a listener is added, only start() starts them.
import { BrowserWindow, MessageChannelMain, ipcMain, type MessagePortMain } from 'electron';

export function open(win: BrowserWindow) {
  const { port1, port2 } = new MessageChannelMain();
  port2.on('message', (event) => console.log(event.data)); //~ port-not-started `port2.on('message', (event) => console.log(event.data))` medium
  win.webContents.postMessage('port', null, [port1]); //~ ok invalid-transfer: a list of ports
}

export function openStarted(win: BrowserWindow) {
  const { port1, port2 } = new MessageChannelMain();
  port2.on('message', (event) => console.log(event.data)); //~ ok port-not-started: started below
  port2.start();
  win.webContents.postMessage('port', null, [port1]);
}

export function closeOnly(win: BrowserWindow) {
  const channel = new MessageChannelMain();
  channel.port2.on('close', () => console.log('gone')); //~ ok port-not-started: a close needs no start
  channel.port2.postMessage('hello');
  win.webContents.postMessage('port', null, [channel.port1]);
}

class Tasks {
  private port: MessagePortMain | null = null;

  attach(win: BrowserWindow) {
    const { port1, port2 } = new MessageChannelMain();
    this.port = port1;
    this.port.addListener('message', this.done); //~ missed port-not-started `this.port.addListener('message', this.done)`: whoever is given the instance could start it
    win.webContents.postMessage('tasks', null, [port2]);
  }

  private done = (event: { data: string }) => console.log(event.data);
}
export const tasks = new Tasks();

export function waitFor(port: MessagePortMain) {
  return new Promise((resolve) => port.once('message', resolve)); //~ port-not-started `port.once('message', resolve)` confidence=medium
}

ipcMain.on('tasks', (event) => {
  const [port] = event.ports;
  port.on('message', (message) => console.log(message.data)); //~ port-not-started `port.on('message', (message) => console.log(message.data))`
});

ipcMain.on('feeds', (event) => {
  const port = event.ports[0];
  port.on('message', (message) => console.log(message.data)); //~ ok port-not-started: started in the next line
  port.start();
});
