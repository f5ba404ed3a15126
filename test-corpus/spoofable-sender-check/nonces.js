// A secret that only the expected partner knows does authenticate; a name that everybody can read does not.
import { render } from './view.js';

const WIDGET = 'https://widget.example.com';

const frame = document.createElement('iframe');
frame.src = WIDGET + '/embed';
document.body.append(frame);

const nonce = crypto.randomUUID();
frame.addEventListener('load', () => {
  frame.contentWindow.postMessage({ nonce }, WIDGET);
});

window.addEventListener('message', (event) => {
  if (event.data.nonce !== nonce) return; //~ ok spoofable-sender-check: a random value that went to one origin only
  render(event.data);
});

const bytes = crypto.getRandomValues(new Uint32Array(4));
const secret = Array.from(bytes).join('-');
window.addEventListener('message', ({ data }) => {
  if (data && data.secret === secret) render(data.body); //~ ok spoofable-sender-check: random bytes
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  if (event.data.channel !== 'widget-v1') return;
  render(event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  if (event.data.source !== 'widget') return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.data.channel !== 'widget-v1') return;
  if (event.origin !== WIDGET) return; //~ ok spoofable-sender-check: the tag sorts, the origin authenticates
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.data.origin !== 'widget' || event.source !== frame.contentWindow) return; //~ ok spoofable-sender-check: the page's own frame
  render(event.data);
});
