// Flags that end a handler early say nothing of the sender, on whichever side of the check they stand.
let closed = false;
let count = 0;
document.querySelector('#close').onclick = () => {
  closed = true;
};
export function open() {
  count++;
}

window.addEventListener('message', (event) => {
  if (event.origin.indexOf('a.example') < 0) return; //~ weak-origin-check `event.origin.indexOf('a.example') < 0` medium witness=https://a.example.attacker.test
  if (closed) return;
  document.title = event.data.title;
  window.shown = event.data.shown;
});

window.addEventListener('message', (event) => {
  if (closed) return;
  if (event.origin.indexOf('b.example') < 0) return; //~ weak-origin-check `event.origin.indexOf('b.example') < 0` medium
  window.shown = event.data.shown;
});

window.addEventListener('message', (event) => {
  if (count === 0) return;
  if (event.origin.indexOf('c.example') < 0) return; //~ weak-origin-check `event.origin.indexOf('c.example') < 0` medium
  window.shown = event.data.shown;
});

window.addEventListener('message', (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent`
  if (closed) return;
  window.shown = event.data.shown;
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://a.example') return; //~ ok weak-origin-check: the exact origin
  if (closed) return;
  window.shown = event.data.shown;
});
