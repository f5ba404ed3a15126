// Tells the page around the widget what is in the cart.
export function announce(cart) {
  window.parent.postMessage({ type: "cart", cart }, "*");
}
