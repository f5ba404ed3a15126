// What may check the sender could not be read.
import { isAllowed, allowed, router, assertTrusted } from "@example/policy";

window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` confidence=low
  if (!isAllowed(event.origin)) return;
  if (event.data === "hide") document.body.hidden = true;
});

window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` confidence=low
  if (isAllowed(event)) if (event.data === "hide") document.body.hidden = true;
});

// The whole event is handed on: what gets it may check it, and may use it.
window.addEventListener("message", (event) => router(event)); //~ unauthenticated-listener `window.addEventListener("message", (event) => router(event))` confidence=low

window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` confidence=low
  router.route({ event, at: Date.now() });
});

window.addEventListener("message", (event) => {
  if (!isAllowed(event.origin)) return;
  if (event.origin !== "https://app.example.com") return; //~ ok unauthenticated-listener: one of the checks is exact
  if (event.data === "hide") document.body.hidden = true;
});

window.addEventListener("message", (event) => {
  if (!allowed.includes(event.origin)) return; //~ ok unauthenticated-listener: a list that is configured elsewhere, and asked for the whole origin
  if (event.data === "hide") document.body.hidden = true;
});

// The handler itself is out of sight.
window.addEventListener("message", router); //~ unauthenticated-listener `window.addEventListener("message", router)` confidence=low
window.onmessage = router.handle; //~ unauthenticated-listener `window.onmessage` confidence=low

export function listenWith(handler) {
  window.addEventListener("message", handler); //~ ok unauthenticated-listener: its caller below gives it one that checks
}
listenWith((event) => {
  if (event.origin !== "https://app.example.com") return;
  if (event.data === "hide") document.body.hidden = true;
});

function isOurs(origin) {
  return origin === "https://app.example.com";
}
window.addEventListener("message", (event) => {
  if (!isOurs(event.origin)) return; //~ ok unauthenticated-listener: a check of this file that is exact
  if (event.data === "hide") document.body.hidden = true;
});
