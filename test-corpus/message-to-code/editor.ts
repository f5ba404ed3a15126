// What the page of a panel tells the extension of an editor.
import * as vscode from "vscode";
import { exec } from "child_process";
import * as fs from "fs/promises";

export function show(panel: vscode.WebviewPanel) {
  panel.webview.onDidReceiveMessage((message) => {
    if (message.kind === "run") exec(message.command); //~ message-to-code `exec(message.command)` high
    if (message.kind === "command") vscode.commands.executeCommand(message.id); //~ message-to-code `vscode.commands.executeCommand(message.id)` high
    if (message.kind === "save") fs.writeFile(message.path, message.text); //~ message-to-storage `fs.writeFile(message.path, message.text)` medium
  });
}

export function open() {
  const panel = vscode.window.createWebviewPanel("run", "Run", vscode.ViewColumn.One);
  const terminal = vscode.window.createTerminal("run");
  panel.webview.onDidReceiveMessage(({ line }) => terminal.sendText(line)); //~ message-to-code `terminal.sendText(line)` high
}

export class View implements vscode.WebviewViewProvider {
  resolveWebviewView(view: vscode.WebviewView) {
    view.webview.onDidReceiveMessage(async (message) => {
      switch (message.kind) {
        case "task":
          exec(`npm run ${message.task}`); //~ message-to-code ``exec(`npm run ${message.task}`)`` high
          break;
        case "format":
          await vscode.commands.executeCommand("editor.action.formatDocument"); //~ ok message-to-code: one command by name
          break;
        case "help":
          vscode.env.openExternal(vscode.Uri.parse(message.url)); //~ ok message-to-code: the editor asks before it opens an address
          break;
        case "note":
          this.notes.push(message.text); //~ ok message-to-code: what a view is there to tell
          break;
      }
    });
  }
  notes: string[] = [];
}

const TASKS: Record<string, string> = { build: "npm run build" };
export function tasks(panel: vscode.WebviewPanel) {
  panel.webview.onDidReceiveMessage((message) => {
    if (message.task === "build") exec(TASKS.build); //~ ok message-to-code: a command of the extension
  });
}
