// What one handler keeps and another one sets off.
import { ipcMain, shell } from 'electron';

let item = null;
let mayAsk = true;

ipcMain.on('item', (event, value) => {
  item = value;
});

ipcMain.on('open', () => { //~ ok missing-sender-check: it takes nothing of the message, and what it opens the other one kept
  if (mayAsk) shell.openPath(item.location); //~ message-to-code `shell.openPath(item.location)` high
});
