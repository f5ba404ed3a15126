// A frame that asks the consent platform of whatever page it stands in.
let frame = window;
while (frame) {
  try {
    if (frame.frames["__tcfapiLocator"]) break;
  } catch {}
  if (frame === window.top) break;
  frame = frame.parent;
}
window.parent.postMessage({ __tcfapiCall: { command: "getTCData", callId: document.title } }, "*"); //~ wildcard-target-origin `"*"` low auditor
const answers = {};
window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` low auditor
  answers.consent = event.data.__tcfapiReturn;
});

// The stub of a consent platform, as the IAB writes it: callbacks of the page's own, by a number of its own.
const callbacks = {};
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low auditor
  const payload = event.data.__tcfapiReturn;
  if (typeof callbacks[payload.callId] === "function") callbacks[payload.callId](payload.returnValue);
});
