//~ failure parse: the end is missing
export function publish(cart) {
  // originlint-ignore wildcard-target-origin: the cart is public //~ ok unused-suppression: what it hides cannot be seen
  window.opener.postMessage(cart, "*");
  if (cart.size >
