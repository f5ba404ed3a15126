import { isTrusted } from "@shop/guard";

window.addEventListener("message", (event) => {
  if (!isTrusted(event.origin)) return;
  document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` high
});
