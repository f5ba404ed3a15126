// The page's side, in the same folder.
const pending = new Map();

window.onmessage = (event) => { //~ missing-origin-check `window.onmessage`: a window, wherever the file lies
  document.querySelector('#status').textContent = event.data.status;
  pending.get(event.data.id)?.(event.data.result);
};
