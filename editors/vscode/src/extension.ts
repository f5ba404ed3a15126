// Starts `originlint lsp` and connects it to the editor. Everything else is done by the server.

import * as vscode from "vscode";
import { type LanguageClientOptions, LanguageClient, type ServerOptions } from "vscode-languageclient/node";

const LANGUAGES = ["javascript", "javascriptreact", "typescript", "typescriptreact", "vue", "svelte", "astro", "html"];

let client: LanguageClient | undefined;

/** Called by the editor when a file of one of the languages is opened. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("originlint.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("originlint")) {
        return restart();
      }
    }),
  );
  await start();
}

/** Called by the editor when it ends. */
export async function deactivate(): Promise<void> {
  await client?.stop();
  client = undefined;
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("originlint");
  const command = settings.get<string>("path", "originlint");
  const options = settings.get<string[]>("arguments", []);
  const server: ServerOptions = { command, args: ["lsp", ...options] };
  const documents: LanguageClientOptions = {
    documentSelector: LANGUAGES.map((language) => ({ scheme: "file", language })),
  };
  client = new LanguageClient("originlint", "originlint", server, documents);
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const setting = "Open Settings";
    const chosen = await vscode.window.showErrorMessage(`originlint: ${command} cannot be started: ${reason}`, setting);
    if (chosen === setting) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "originlint.path");
    }
  }
}

async function restart(): Promise<void> {
  const before = client;
  client = undefined;
  try {
    await before?.stop();
  } catch {
    // One that never ran cannot be stopped.
  }
  await start();
}
