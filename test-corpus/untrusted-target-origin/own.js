// Addresses that look chosen by somebody else and are not: the frame's own, the page's own host, a server's answer.
import { Home } from './home.js';
import { client } from './client.js';

const target = new URLSearchParams(location.search).get('url');
const other = new URLSearchParams(location.search).get('origin');
const inner = document.createElement('iframe');
inner.src = target;
document.body.append(inner);

export function toFrame() {
  const draft = document.querySelector('textarea').value;
  inner.contentWindow.postMessage({ draft }, new URL(target).origin); //~ ok untrusted-target-origin: that of the page that was loaded there
  const origin = new URL(other).origin; //~ untrusted-target-origin `new URL(other)` medium
  inner.contentWindow.postMessage({ draft }, origin);
}

const home = new Home(location.href);

export function toHome() {
  const draft = document.querySelector('textarea').value;
  window.parent.postMessage({ draft }, home.url.origin); //~ ok untrusted-target-origin: the host of the page itself
  window.parent.postMessage({ draft }, new Home(other).url.origin); //~ untrusted-target-origin `new Home(other).url.origin` medium
}

export async function toEditor(frame) {
  const draft = document.querySelector('textarea').value;
  const { data } = await client.post('/editors', { share: target });
  frame.contentWindow.postMessage({ draft }, data.origin); //~ ok untrusted-target-origin: a server's answer names it
  frame.contentWindow.postMessage({ draft }, client.decode(target)); //~ untrusted-target-origin `client.decode(target)` medium
}
