const waiting = new Map();
window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` low auditor
  waiting.get(event.data.id)?.(event.data.result);
});
export const tell = (params) => window.parent.postMessage({ params }, "*"); //~ wildcard-target-origin `"*"` low auditor
