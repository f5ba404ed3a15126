// Tells the page around the widget who has signed in.
export function announce(token) {
  window.parent.postMessage({ type: "signed-in", token }, "*");
}
