// Comments that are right, and comments that are none of ours.
import { order } from "./order";

const shop: Window = window.opener;

// originlint-ignore wildcard-target-origin: see https://wiki.example.com/orders: agreed //~ ok invalid-suppression: colons in the reason
shop.postMessage(order(), "*");

// originlint-ignore wildcard-target-origin message-to-html: one space is enough between ids //~ ok invalid-suppression: no comma //~ unused-suppression `message-to-html`
shop.postMessage(order(), "*");

//originlint-ignore wildcard-target-origin:public //~ ok invalid-suppression: no spaces
shop.postMessage(order(), "*");

/** originlint-ignore wildcard-target-origin: public */ //~ ok invalid-suppression: a comment for documentation
shop.postMessage(order(), "*");

// originlint-ignore  wildcard-target-origin : public //~ ok invalid-suppression: more spaces than needed
shop.postMessage(order(), "*");

// Checked by originlint-ignore comments below. //~ ok invalid-suppression: it does not begin with the word
// originlint finds nothing here //~ ok invalid-suppression: prose about the tool
// eslint-disable-next-line originlint-ignore //~ ok invalid-suppression: another tool's comment
// @originlint-ignore wildcard-target-origin //~ ok invalid-suppression: some other word
const words = ["originlint-ignore", "originlint-ignore-file"]; //~ ok invalid-suppression: strings
export const help = `// originlint-ignore rule: reason ${words}`; //~ ok invalid-suppression: a template
