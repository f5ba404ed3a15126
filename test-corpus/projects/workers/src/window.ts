import { origin } from './shared';

// The same code without anybody who starts it as a worker.
addEventListener('message', (event) => { //~ missing-origin-check `addEventListener('message', (event) => {…` medium
  const { nodes } = event.data;
  fetch(`${origin}/layout`, { method: 'POST', body: JSON.stringify(nodes) });
});
