// Texts that hold script and are no pages, and pages that hold no flaw.
const bad = "<script>window.onmessage = (event) => eval(event.data)</script>"; //~ ok message-to-code: it is only searched for
export const isBad = (text) => text.includes(bad) || text === bad;

console.log("<script>window.onmessage = (event) => eval(event.data)</script>"); //~ ok message-to-code: it is logged

export const help = "Write in your page:\n```html\n<script>window.onmessage = (e) => eval(e.data)</script>\n```"; //~ ok message-to-code: Markdown shows it

export const escaped = "&lt;script&gt;window.onmessage = (event) => eval(event.data)&lt;/script&gt;"; //~ ok message-to-code: it is text

export const widget = (id) => `<div id="${id}" class="message" data-onmessage="eval(event.data)"></div>`;

export const template = `<template><script>window.onmessage = (event) => eval(event.data)</script></template>`; //~ ok message-to-code: nothing in it runs

export const careful = (origin, title) => `<!doctype html>
<title>${title}</title>
<script>
  window.addEventListener("message", (event) => {
    if (event.origin !== "https://app.example.com") return; //~ ok missing-origin-check: compared
    document.title = String(event.data.title);
  });
  window.parent.postMessage({ height: document.body.scrollHeight }, ${JSON.stringify(origin)}); //~ ok wildcard-target-origin: the program fills in the origin
</script>`;

export const hidden = `<script>
  // originlint-ignore missing-origin-check: the frame has nothing but this script
  window.onmessage = (event) => eval(event.data); //~ ok message-to-code: the comment in the string hides the group
</script>`;
