export const vscode = acquireVsCodeApi();
