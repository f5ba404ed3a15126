// A local file frames another one: neither has an origin.
const view = document.querySelector("iframe");
view.contentWindow.postMessage({ title: document.title }, "*"); //~ wildcard-target-origin `"*"` low auditor
view.contentWindow.postMessage({ token: localStorage.getItem("token") }, "*"); //~ wildcard-sensitive-data `"*"` high
