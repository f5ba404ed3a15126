// What is handed on in the page's name, and what only answers or comes later.
const vscode = acquireVsCodeApi();
const HOST = 'https://host.example.com';
let item = null;

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  item = event.data.item;
});
document.querySelector('#remove').addEventListener('click', () => {
  vscode.postMessage({ type: 'remove', id: item.id }); //~ ok message-relay: the user asks for it
});

window.addEventListener('message', (event) => {
  const { kind, requestId } = event.data;
  if (kind !== 'size') return;
  vscode.postMessage({ type: 'response', requestId, body: document.body.innerText }); //~ ok message-relay: the id of a request in the answer to it
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  vscode.postMessage({ type: 'open', path: event.data.path }); //~ message-relay `vscode.postMessage({ type: 'open', path: event.data.path })` low pedantic
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  window.parent.postMessage(event.data.item, HOST); //~ message-relay `window.parent.postMessage(event.data.item, HOST)` low pedantic
});
