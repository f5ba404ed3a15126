// Which of the page's own scripts is loaded is for the sender to say, and no more than that.
window.addEventListener('message', (event) => {
  import(`./locales/${event.data.locale}.js`); //~ ok message-to-code: a file of the page's own host
});
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  const script = document.createElement('script');
  script.src = '/static/' + event.data.name + '.js'; //~ ok message-to-code: a file of the page's own host
  document.head.append(script);
});
window.addEventListener('message', (event) => {
  new Worker('workers/' + event.data.name); //~ ok message-to-code: a file of the page's own host
});
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  import(event.data.locale + '.js'); //~ message-to-code `import(event.data.locale + '.js')` high
});
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  const script = document.createElement('script');
  script.src = '//cdn.example.com/' + event.data.name; //~ message-to-code `script.src` high
  document.head.append(script);
});
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  const script = document.createElement('script');
  script.src = '/' + event.data.name; //~ message-to-code `script.src` high
  document.head.append(script);
});
