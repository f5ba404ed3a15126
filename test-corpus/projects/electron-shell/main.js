import { ipcMain, shell } from "electron";

ipcMain.handle("open", (event, url) => shell.openExternal(url)); //~ missing-sender-check `ipcMain.handle("open", (event, url) => shell.openExternal(url))` high //~ message-to-code `shell.openExternal(url)` high
ipcMain.handle("help", () => shell.openExternal("https://help.example.com")); //~ ok missing-sender-check: an address of the program
