import { ipcMain, type IpcMainInvokeEvent } from "electron";
export const handle = (channel: string, listener: (event: IpcMainInvokeEvent, ...args: any[]) => any) => ipcMain.handle(channel, listener); //~ missing-sender-check `ipcMain.handle(channel, listener)` high
