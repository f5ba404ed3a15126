// A webview tells its editor a constant.
const vscode = acquireVsCodeApi();

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` pedantic
  document.title = event.data.title;
  vscode.postMessage({ command: 'ready' }); //~ ok message-relay: a constant
});
