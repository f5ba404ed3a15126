// Where a suppression may stand, and which line it speaks of. Each one that is used hides the finding below or beside it.
import { profile, theme, draw } from "./state.js";

const host = window.parent;

host.postMessage(profile(), "*"); // originlint-ignore wildcard-target-origin: the profile is public //~ ok unused-suppression: on the line itself

// originlint-ignore wildcard-target-origin: the profile is public //~ ok unused-suppression: on the line above
host.postMessage(profile(), "*");

/* originlint-ignore wildcard-target-origin: the profile is public */ //~ ok unused-suppression: a block comment, alone
host.postMessage(profile(), "*");

/* originlint-ignore wildcard-target-origin: the profile is public */ host.postMessage(profile(), "*"); //~ ok unused-suppression: code behind it on its line

/*
 * originlint-ignore wildcard-target-origin:
 *   the profile is public
 */
host.postMessage(profile(), "*"); //~ ok unused-suppression: a comment of several lines speaks of what follows it

// originlint-ignore wildcard-target-origin: the profile is public //~ ok unused-suppression: blank lines and other comments may stand between

// eslint-disable-next-line no-restricted-globals
host.postMessage(profile(), "*");

// originlint-ignore wildcard-target-origin, message-to-html: the preview is sandboxed //~ ok unused-suppression: two rules, two findings
window.addEventListener("message", (event) => { document.body.innerHTML = event.data; host.postMessage(theme(), "*"); }); //~ missing-origin-check `window.addEventListener("message", (event) => { document.body.innerHTML = event.data; host.postMessage(theme(), "*"); })`

host.postMessage(
  profile(),
  // originlint-ignore wildcard-target-origin: the profile is public //~ ok unused-suppression: above the line on which the finding begins
  "*",
);

// originlint-ignore wildcard-target-origin: the profile is public //~ unused-suppression `wildcard-target-origin` low
host.postMessage(profile(), "https://shop.example.com");

host.postMessage({ type: "ready" }, "*"); // originlint-ignore wildcard-target-origin: nothing in it //~ unused-suppression `wildcard-target-origin` low

// originlint-ignore wildcard-target-origin: one line too high //~ unused-suppression `wildcard-target-origin` low
draw();
host.postMessage(profile(), "*"); //~ wildcard-target-origin `"*"` low

host.postMessage(profile(), "*"); //~ wildcard-target-origin `"*"` low
// originlint-ignore wildcard-target-origin: one line too low //~ unused-suppression `wildcard-target-origin` low
draw();

// originlint-ignore missing-origin-check: another rule reports it //~ unused-suppression `missing-origin-check` low
host.postMessage(profile(), "*"); //~ wildcard-target-origin `"*"` low

// originlint-ignore wildcard-target-origin: said once //~ ok unused-suppression: the first one hides it
// originlint-ignore wildcard-target-origin: and once more //~ unused-suppression `wildcard-target-origin` low
host.postMessage(profile(), "*");

host.postMessage(
  // originlint-ignore wildcard-target-origin: above the data, not the target //~ unused-suppression `wildcard-target-origin` low
  profile(),
  "*", //~ wildcard-target-origin `"*"` low
);

// originlint-ignore wildcard-target-origin, message-to-html: one of the two is gone //~ unused-suppression `message-to-html` low
host.postMessage(profile(), "*"); //~ ok unused-suppression: the other one is used

// originlint-ignore wildcard-target-origin: nothing follows //~ unused-suppression `wildcard-target-origin` low
