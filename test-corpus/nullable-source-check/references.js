// References that are handed out before a window is behind them, and look-alikes that never are null.
import { render } from './view.js';

const state = { target: null, ready: false };

document.querySelector('#pick').addEventListener('click', () => {
  state.target = window.open('/picker.html', 'picker');
});

window.addEventListener('message', (event) => {
  if (event.source !== state.target) return; //~ nullable-source-check `event.source !== state.target`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source === window) render(event.data); //~ ok nullable-source-check: the page's own window is never null
});

window.addEventListener('message', (event) => {
  const { target } = state;
  if (!target) return;
  if (event.source !== target) return; //~ ok nullable-source-check: there is a window when the comparison is made
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source === null) console.debug('the sender is gone'); //~ ok nullable-source-check: a null source is only logged
  if (event.origin !== location.origin) return;
  render(event.data);
});
