// What registers the handlers stands in another file.
import { shell } from "electron";
import { promises as fs } from "node:fs";
import { handle } from "./ipc";
handle("write", async (_, options: { path: string; content: string }) => {
  await fs.writeFile(options.path, options.content); //~ message-to-storage `fs.writeFile(options.path, options.content)` medium
});
handle("open", (_, url: string) => { shell.openExternal(url); }); //~ message-to-code `shell.openExternal(url)` high
