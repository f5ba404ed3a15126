import { notebooks } from "vscode";
import { spawn } from "child_process";

const messaging = notebooks.createRendererMessaging("notebook.renderer");
messaging.onDidReceiveMessage(({ editor, message }) => {
  if (message.type === "run") {
    spawn(editor.notebook.cellAt(0).document.getText(), { shell: true }); //~ ok message-to-code: the editor's own cell
  }
  if (message.type === "shell") {
    spawn(message.command, { shell: true }); //~ message-to-code `spawn(message.command, { shell: true })` high
  }
});
