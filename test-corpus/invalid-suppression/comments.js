// Comments that look like suppressions. What they were meant to hide is reported beside them.
import { cart, draw } from "./shop.js";

const shop = window.opener;

// originlint-ignore wildcard-target-orgin: the cart is public //~ invalid-suppression `wildcard-target-orgin` medium
shop.postMessage(cart(), "*"); //~ wildcard-target-origin `"*"` low

shop.postMessage(cart(), "*"); // originlint-ignore wildcard-target-origin //~ wildcard-target-origin `"*"` low //~ invalid-suppression `originlint-ignore wildcard-target-origin` medium

// originlint-ignore wildcard-target-origin: //~ invalid-suppression `originlint-ignore wildcard-target-origin:` medium
shop.postMessage(cart(), "*"); //~ wildcard-target-origin `"*"` low

// originlint-ignore //~ invalid-suppression `originlint-ignore` medium
shop.postMessage(cart(), "*"); //~ wildcard-target-origin `"*"` low

// originlint-ignore: the cart is public //~ invalid-suppression `originlint-ignore: the cart is public` medium
shop.postMessage(cart(), "*"); //~ wildcard-target-origin `"*"` low

// originlint-ignore-next-line wildcard-target-origin: the cart is public //~ invalid-suppression `ignore-next-line` medium
shop.postMessage(cart(), "*"); //~ wildcard-target-origin `"*"` low

// originlint-disable wildcard-target-origin: the cart is public //~ invalid-suppression `disable` medium
shop.postMessage(cart(), "*"); //~ wildcard-target-origin `"*"` low

// originlint-ignore wildcard-target-origin, nonsense: the cart is public //~ invalid-suppression `nonsense` medium
shop.postMessage(cart(), "*"); //~ ok invalid-suppression: the rule that exists is suppressed

// originlint-ignore unused-suppression: comments cannot silence the comments' own rules //~ invalid-suppression `unused-suppression` medium
draw();

/* originlint-ignore invalid-suppression: nor this one */ draw(); //~ invalid-suppression `invalid-suppression` medium
