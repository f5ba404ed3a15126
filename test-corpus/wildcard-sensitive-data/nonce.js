// Random bytes that a later message has to bring back: whoever read them is let in.
const frame = document.querySelector('iframe');
const nonce = crypto.randomUUID();
const sessionKey = crypto.randomUUID();

export function hello() {
  frame.contentWindow.postMessage({ type: 'hello', sessionKey }, '*'); //~ wildcard-sensitive-data `'*'` medium
  frame.contentWindow.postMessage({ type: 'hello', sessionKey }, 'https://widget.example.com'); //~ ok wildcard-sensitive-data: an exact target origin
}

window.addEventListener('message', (event) => {
  if (event.data.sessionKey !== sessionKey) return;
  document.title = event.data.title;
});
