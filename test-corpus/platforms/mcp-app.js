// An MCP App, which does not know its host before the first answer.
const waiting = new Map();
let next = 0;

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` low auditor
  waiting.get(event.data.id)?.(event.data.result);
});

export const call = (method, params) => new Promise((done) => {
  waiting.set(++next, done);
  window.parent.postMessage({ jsonrpc: "2.0", id: next, method, params }, "*"); //~ wildcard-target-origin `"*"` low auditor
});
call("ui/initialize", {});

export const save = () => {
  window.parent.postMessage({ method: "save", text: document.querySelector("textarea").value }, "*"); //~ wildcard-sensitive-data `"*"` low auditor
  window.parent.postMessage({ method: "auth", token: localStorage.getItem("token") }, "*"); //~ wildcard-sensitive-data `"*"` high
};
