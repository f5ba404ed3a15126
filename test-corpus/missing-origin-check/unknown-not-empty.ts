// What is not known is not empty: the length of what a message holds, an element that may not be there, a frame by its type.
const ORIGIN = 'https://app.example.com';

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  const names = Object.keys(event.data);
  if (names.length !== 1) return;
  document.body.innerHTML = event.data.markup; //~ message-to-html `document.body.innerHTML` high
});

window.addEventListener('message', (event) => {
  const names = Object.keys(event.data);
  if (names.length !== 1 || event.origin !== ORIGIN) return; //~ ok missing-origin-check: the origin is compared
  document.body.textContent = event.data.text;
});

const view = document.querySelector<HTMLIFrameElement>('#active')!;
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  view.srcdoc = event.data.contents; //~ message-to-code `view.srcdoc` high
});

const tube = document.querySelector('section').appendChild(document.createElement('iframe'));
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  tube.src = event.data.where; //~ message-to-navigation `tube.src` high
});

export function tell(command: string): void {
  const message = { command, text: document.querySelector('textarea').value };
  const frame = document.querySelector<HTMLIFrameElement>('iframe#editor');
  if (frame) {
    frame.contentWindow.postMessage(message, new URL(frame.src).origin); //~ ok wildcard-sensitive-data: the frame's own origin
  } else {
    window.parent.postMessage(message, '*'); //~ wildcard-sensitive-data `'*'` medium
  }
}
