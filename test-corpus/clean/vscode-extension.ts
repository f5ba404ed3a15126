// A VS Code extension with a webview: neither end is a Window with a target origin.
import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('outline.open', () => open(context)));
}

function open(context: vscode.ExtensionContext): void {
  const panel = vscode.window.createWebviewPanel('outline', 'Outline', vscode.ViewColumn.Two, { enableScripts: true });

  panel.webview.onDidReceiveMessage(
    async (message: { type: 'reveal'; line: number }) => {
      if (message.type !== 'reveal') return;
      const editor = vscode.window.activeTextEditor;
      editor?.revealRange(new vscode.Range(message.line, 0, message.line, 0));
    },
    undefined,
    context.subscriptions,
  );

  vscode.workspace.onDidChangeTextDocument(
    ({ document }) => panel.webview.postMessage({ type: 'changed', text: document.getText() }),
    undefined,
    context.subscriptions,
  );
}
