// Messages of renderers to the main process.
const { ipcMain, shell, BrowserWindow, app } = require("electron");
const { exec, execFile } = require("child_process");
const fs = require("fs");
const path = require("path");
const APP = "https://app.example.com";

ipcMain.on("exec", (event, command) => { //~ missing-sender-check `ipcMain.on("exec", (event, command) => {…` high
  exec(command); //~ message-to-code `exec(command)` high
});

ipcMain.handle("open", async (event, { url }) => { //~ missing-sender-check `ipcMain.handle("open", async (event, { url }) => {…` high
  await shell.openExternal(url); //~ message-to-code `shell.openExternal(url)` high
});

ipcMain.handle("save", (event, file, text) => { //~ missing-sender-check `ipcMain.handle("save", (event, file, text) => {…` medium
  fs.writeFileSync(file, text); //~ message-to-storage `fs.writeFileSync(file, text)` medium
});

// Which window it is says nothing of the page in its frame.
ipcMain.on("run", (event, job) => { //~ missing-sender-check `ipcMain.on("run", (event, job) => {…` high
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return;
  execFile(job.program, job.args); //~ message-to-code `execFile(job.program, job.args)` high
});

// What a library makes of a function calls it.
const { promisify } = require("util");
const run = promisify(exec);
ipcMain.handle("run-async", async (event, command) => { //~ missing-sender-check `ipcMain.handle("run-async", async (event, command) => {…` high
  await run(command); //~ message-to-code `run(command)` high
});

ipcMain.handle("read", (event, file) => { //~ missing-sender-check `ipcMain.handle("read", (event, file) => {…` medium
  return fs.promises.readFile(file, "utf8"); //~ message-to-storage `fs.promises.readFile(file, "utf8")` medium
});

ipcMain.on("show", (event, file) => shell.openPath(file)); //~ missing-sender-check `ipcMain.on("show", (event, file) => shell.openPath(file))` high //~ message-to-code `shell.openPath(file)` high

// Near misses.

ipcMain.on("help", (event) => {
  shell.openExternal("https://help.example.com/"); //~ ok missing-sender-check: an address of the program
});

ipcMain.handle("open-checked", (event, url) => {
  if (new URL(event.senderFrame.url).origin !== APP) return; //~ ok missing-sender-check: the frame is compared
  shell.openExternal(url); //~ message-to-code `shell.openExternal(url)` low pedantic
});

ipcMain.handle("open-own", (event, url) => {
  if (event.senderFrame.origin !== APP) return; //~ ok missing-sender-check: as the browser tells it
  shell.openExternal(url); //~ message-to-code `shell.openExternal(url)` low pedantic
});

ipcMain.handle("open-web", (event, url) => {
  if (url.startsWith("https://")) shell.openExternal(url); //~ ok missing-sender-check: only pages of the web are opened
});

function isOurs(frame) {
  const { protocol, host } = new URL(frame.url);
  return protocol === "https:" && host === "app.example.com";
}
ipcMain.handle("run-checked", (event, command) => {
  if (!isOurs(event.senderFrame)) throw new Error("who are you?"); //~ ok missing-sender-check: compared in a function
  exec(command); //~ message-to-code `exec(command)` low pedantic
});

let theme = "light";
ipcMain.on("theme", (event, name) => {
  theme = name; //~ ok missing-sender-check: what a renderer is there to set
});

ipcMain.handle("read-settings", () => {
  return fs.readFileSync(path.join(app.getPath("userData"), "settings.json"), "utf8"); //~ ok missing-sender-check: nothing of the message is used
});

const JOBS = { build: "npm run build", test: "npm test" };
ipcMain.handle("job", (event, name) => {
  if (name === "build") exec(JOBS.build); //~ ok missing-sender-check: a command of the program
});
