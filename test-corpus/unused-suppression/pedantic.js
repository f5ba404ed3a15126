// Rules that were not asked, and files that were not read to their end.
import { read } from "./cart.js";

export function publish() {
  window.opener.postMessage(read(), "*"); // originlint-ignore wildcard-target-origin: the cart is public //~ ok unused-suppression: used
}

export function settle() {
  // originlint-ignore wildcard-target-origin: the cart is public //~ unused-suppression `wildcard-target-origin` low
  return read();
}
