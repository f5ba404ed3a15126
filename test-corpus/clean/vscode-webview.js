// The script inside of that webview.
(function () {
  const vscode = acquireVsCodeApi();
  const state = vscode.getState() ?? { line: 0 };

  document.querySelector('#outline').addEventListener('click', (event) => {
    const item = event.target.closest('[data-line]');
    if (!item) return;
    state.line = Number(item.dataset.line);
    vscode.setState(state);
    vscode.postMessage({ type: 'reveal', line: state.line });
  });

  vscode.postMessage({ type: 'ready' });
})();
