// A document that is parsed of the message, and what the program puts into it.
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  const parsed = new DOMParser().parseFromString(event.data.html, 'text/html');
  const style = parsed.createElement('style');
  style.textContent = 'body { margin: 0 }';
  parsed.head.prepend(style); //~ ok message-to-html: the element is the program's own
});
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  const parsed = new DOMParser().parseFromString(event.data.html, 'text/html');
  document.body.append(parsed.body.firstChild); //~ message-to-html `document.body.append(parsed.body.firstChild)` high
});
