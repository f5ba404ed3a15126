// What a page may not read of a window of another origin (HTML, 7.2.3.1).
window.addEventListener('message', (event) => {
  if (event.source.origin !== 'https://a.example') return; //~ impossible-origin-check `event.source.origin !== 'https://a.example'`
  document.title = event.data.title;
});

window.addEventListener('message', (event) => {
  if (event.source.closed) return;
  if (event.origin !== 'https://a.example') return; //~ ok impossible-origin-check: every page may read whether it is closed
  document.title = event.data.title;
});
