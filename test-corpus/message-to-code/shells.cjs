// Shells and hosts that run what they are given.
const vm = require('vm');

const HOST = 'https://host.example.com';

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== HOST) return;
  vm.runInThisContext(data.code); //~ message-to-code `vm.runInThisContext(data.code)` low pedantic
  vm.runInThisContext('1 + 1'); //~ ok message-to-code: a constant
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== HOST) return;
  webview.executeJavaScript(data.code); //~ message-to-code `webview.executeJavaScript(data.code)` low pedantic
  webview.executeJavaScript(`zoom(${Number(data.zoom)})`); //~ ok message-to-code: a number
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== HOST) return;
  const script = document.createElement('script');
  script.append(data.code); //~ message-to-code `script.append(data.code)` low pedantic
  document.head.append(script);
  Function(data.body)(); //~ message-to-code `Function(data.body)` low pedantic
});
