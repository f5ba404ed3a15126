// The same flows with something between that makes them safe.
import DOMPurify from 'dompurify';
import escapeHtml from 'escape-html';
import sanitizeHtml from 'sanitize-html';
import { z } from 'zod';

const APP = 'https://app.example.com';
const out = document.getElementById('out');
const LEVELS = ['info', 'warning', 'error'];
const LABELS = { info: '<i>info</i>', error: '<b>error</b>' };
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text) {
  return String(text).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const { data } = event;
  out.innerHTML = DOMPurify.sanitize(data.html); //~ ok message-to-html: sanitized by DOMPurify
  out.innerHTML = sanitizeHtml(data.html, { allowedTags: ['b', 'i'] }); //~ ok message-to-html: sanitized by sanitize-html
  out.innerHTML = `<p>${escapeHtml(data.text)}</p>`; //~ ok message-to-html: escaped by escape-html
  out.innerHTML = `<p>${escaped(data.text)}</p>`; //~ ok message-to-html: every character of markup is replaced
  out.innerHTML = '<p>' + encodeURIComponent(data.text) + '</p>'; //~ ok message-to-html: percent-encoded, no markup is left
  out.innerHTML = `<progress value="${parseInt(data.value, 10)}"></progress>`; //~ ok message-to-html: a number
  out.innerHTML = `<b>${data.a * data.b}</b>`; //~ ok message-to-html: arithmetic makes a number
  out.innerHTML = data.open ? '<b>open</b>' : '<b>closed</b>'; //~ ok message-to-html: chooses between constants
  out.setHTML(data.html); //~ ok message-to-html: the browser's own sanitizer
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const { level, size } = event.data;
  if (!LEVELS.includes(level) || typeof size !== 'number') return;
  out.innerHTML = `<b class="${level}">${level}</b>`; //~ ok message-to-html: a member of a constant list
  out.insertAdjacentHTML('beforeend', `<i>${size}</i>`); //~ ok message-to-html: typeof says a number
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  if (event.data.state === 'ready' || event.data.state === 'done') {
    out.innerHTML = `<b>${event.data.state}</b>`; //~ ok message-to-html: equal to one of two constants
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  if (Object.hasOwn(LABELS, event.data.level)) {
    out.innerHTML = LABELS[event.data.level]; //~ ok message-to-html: the message chooses, the page writes
  }
});

const Size = z.object({ width: z.number(), height: z.number() });

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const size = Size.parse(event.data);
  out.innerHTML = `<b>${size.width} × ${size.height}</b>`; //~ ok message-to-html: parsed by a schema of numbers
});

const policy = trustedTypes.createPolicy('messages', {
  createHTML: (html) => DOMPurify.sanitize(html),
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  out.innerHTML = policy.createHTML(event.data.html); //~ ok message-to-html: a Trusted Types policy that sanitizes
});
