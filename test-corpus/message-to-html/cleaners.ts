// Sanitizers, escapers and numbers, wherever they come from.
import striptags from 'striptags';
import { escapeHTML, escapeHtml, filterXSS, purify, sanitize, sanitizeHTML, sanitizeHtml, xss } from './clean';
import { Message, policy, validator, view } from './contract';

const APP = 'https://app.example.com';
const out = document.getElementById('out')!;

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  out.innerHTML = striptags(data.html); //~ ok message-to-html: a package that takes out what is markup
  out.innerHTML = sanitize(data.html); //~ ok message-to-html: sanitized
  out.innerHTML = sanitizeHTML(data.html); //~ ok message-to-html: sanitized
  out.innerHTML = sanitizeHtml(data.html); //~ ok message-to-html: sanitized
  out.innerHTML = purify(data.html); //~ ok message-to-html: sanitized
  out.innerHTML = xss(data.html) + filterXSS(data.more); //~ ok message-to-html: sanitized
  out.innerHTML = `<b>${escapeHtml(data.title)}</b>`; //~ ok message-to-html: escaped
  out.innerHTML = `<b>${escapeHTML(data.title)}</b>`; //~ ok message-to-html: escaped
  out.outerHTML = view(data.html); //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  out.innerHTML = validator.sanitize(data.html); //~ ok message-to-html: sanitized
  out.innerHTML = view.escapeHTML(data.html) + view.escapeHtml(data.more); //~ ok message-to-html: escaped
  out.innerHTML = policy.createHTML(data.html); //~ ok message-to-html: a policy of Trusted Types
  out.outerHTML = view.render(data.html); //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', async ({ origin, data }) => {
  if (origin !== APP) return;
  out.innerHTML = Message.safeParse(data).data.title; //~ ok message-to-html: a schema of another file
  out.innerHTML = (await Message.parseAsync(data)).title; //~ ok message-to-html: a schema of another file
  out.innerHTML = (await Message.safeParseAsync(data)).data.title; //~ ok message-to-html: a schema of another file
  out.innerHTML = Message.assert(data).title; //~ ok message-to-html: a schema of another file
  out.innerHTML = Message.validateSync(data).title; //~ ok message-to-html: a schema of another file
  out.outerHTML = Message.describe(data).title; //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  out.innerHTML = `<b>${data.price.toFixed(2)} ${data.text.charCodeAt(0)} ${data.text.codePointAt(1)}</b>`; //~ ok message-to-html: numbers
  out.innerHTML = `<b>${BigInt(data.id)}</b> ${isNaN(data.year)} ${isFinite(data.year)} ${Boolean(data.open)}`; //~ ok message-to-html: a number and truths
  out.innerHTML = `<a href="?${escape(data.query)}">more</a>`; //~ ok message-to-html: every character of markup is encoded
  out.outerHTML = `<a href="?${data.query}">more</a>`; //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  const script = document.createElement('script');
  script.src = policy.createScriptURL(data.url); //~ ok message-to-code: a policy of Trusted Types
  document.head.append(script);
});
