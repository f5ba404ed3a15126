// Inside the WebView of a mobile application, events are dispatched at the document on one platform and at the window on the other.
let last = '';

function onNative(event) {
  last = String(event.data).slice(0, 100);
}

export function listen(trusted) {
  const onChecked = (event) => event.origin === trusted && onNative(event);
  document.addEventListener('message', onChecked); //~ ok dead-message-listener: the same function listens on the window
  window.addEventListener('message', onChecked);
}
