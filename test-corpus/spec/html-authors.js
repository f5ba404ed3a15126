// What the HTML Standard says about cross-document messaging.

//~ spec html/web-messaging#web-messaging: A page greets the document in its frame and names that document's origin as the target
const catalogue = document.createElement("iframe");
catalogue.src = "https://catalogue.example.com/embed.html";
document.body.append(catalogue);

catalogue.addEventListener("load", () => {
  catalogue.contentWindow.postMessage({ type: "greet", page: document.title }, "https://catalogue.example.com"); //~ ok wildcard-target-origin: the exact origin
});

export function greetLoudly() {
  catalogue.contentWindow.postMessage({ type: "greet", page: document.title }, "*"); //~ wildcard-target-origin `"*"` low regular
}

//~ spec html/web-messaging#web-messaging: The receiver first compares the origin, then answers the source at that same origin
const visits = { last: "" };

window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  if (event.data !== "last visit?") return;
  event.source.postMessage({ last: visits.last }, event.origin); //~ ok reply-to-unchecked-sender: the origin was compared
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data !== "last visit?") return;
  event.source.postMessage({ last: visits.last }, event.origin); //~ reply-to-unchecked-sender `event.origin` low pedantic
});

export function visit(page) {
  visits.last = page;
}

//~ spec html/web-messaging#authors: Accept messages only from the origins that you expect, and find that out with the origin attribute
const profile = { name: "", address: "" };

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (typeof event.data?.address !== "string") return;
  profile.address = event.data.address;
  fetch("/profile", { method: "PUT", body: JSON.stringify(profile) }); //~ message-to-request `fetch("/profile", { method: "PUT", body: JSON.stringify(profile) })` medium //~ unthrottled-message-work `fetch("/profile", { method: "PUT", body: JSON.stringify(profile) })` low
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://account.example.com") return; //~ ok missing-origin-check: only one origin gets there
  if (typeof event.data?.address !== "string") return;
  profile.address = event.data.address;
  fetch("/profile", { method: "PUT", body: JSON.stringify(profile) }); //~ message-to-request `fetch("/profile", { method: "PUT", body: JSON.stringify(profile) })` low auditor
});

//~ spec html/web-messaging#authors: Check that the data has the expected form even after the origin was checked, because the sender may have a script injection flaw
const settings = { theme: "", rows: 0 };

window.addEventListener("message", (event) => {
  if (event.origin !== "https://settings.example.com") return;
  settings.theme = event.data.theme; //~ unvalidated-message-data `event.data.theme` low
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://settings.example.com") return;
  document.querySelector("#hint").innerHTML = event.data.hint; //~ message-to-html `document.querySelector("#hint").innerHTML` low pedantic
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://settings.example.com") return;
  const { theme, hint } = event.data;
  if (!["light", "dark"].includes(theme) || typeof hint !== "string") return;
  settings.theme = theme; //~ ok unvalidated-message-data: one of two constants
  document.querySelector("#hint").textContent = hint; //~ ok message-to-html: text stays text
});

//~ spec html/web-messaging#authors: Never use the wildcard as the target of a message with confidential content
export function handOver(session) {
  window.opener.postMessage({ type: "session", token: session.token }, "*"); //~ wildcard-sensitive-data `"*"` medium
  window.opener.postMessage({ type: "session", token: session.token }, "https://app.example.com"); //~ ok wildcard-sensitive-data: the exact origin
}

//~ spec html/web-messaging#authors: A page that accepts messages of any origin limits how many of them it serves, so that they cannot be multiplied into a denial of service
let served = 0;
setInterval(() => { served = 0; }, 60_000);

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data !== "suggest") return;
  fetch("/suggestions").then((response) => response.json()).then((list) => render(list)); //~ unthrottled-message-work `fetch("/suggestions")` low
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data !== "suggest" || served > 20) return;
  served += 1;
  fetch("/suggestions").then((response) => response.json()).then((list) => render(list)); //~ ok unthrottled-message-work: twenty times a minute
});

function render(list) {
  document.querySelector("#suggestions").textContent = list.join(", ");
}

//~ spec html/web-messaging#posting-messages: A message may be nested and hold dates, files and buffers; what cannot be cloned throws a DataCloneError
export function report(file, onDone) {
  window.parent.postMessage({ at: new Date(), files: [file], size: new ArrayBuffer(8) }, "https://app.example.com"); //~ ok uncloneable-message: each of them is cloned
  window.parent.postMessage({ at: new Date(), done: () => onDone() }, "https://app.example.com"); //~ uncloneable-message `() => onDone()` medium
}

//~ spec html/web-messaging#posting-messages: What is transferred is no longer usable on the sending side
export function lend(size) {
  const buffer = new ArrayBuffer(size);
  const bytes = buffer.byteLength; //~ ok use-after-transfer: read before
  catalogue.contentWindow.postMessage({ type: "pixels", buffer, bytes }, "https://catalogue.example.com", [buffer]);
  return buffer.byteLength; //~ use-after-transfer `buffer.byteLength` medium
}

//~ spec html/web-messaging#posting-messages: Without a target origin only a document of the same origin gets the message
const local = document.createElement("iframe");
local.src = "/preview.html";
document.body.append(local);

export function preview(text) {
  local.contentWindow.postMessage({ type: "preview", text }); //~ ok invalid-target-origin: a frame of the same origin
  catalogue.contentWindow.postMessage({ type: "preview", text }); //~ invalid-target-origin `catalogue.contentWindow.postMessage({ type: "preview", text })` confidence=medium: nothing else is at the origin of the frame
}

//~ spec html/web-messaging#posting-messages: The star sends a message to whatever document is there
export function broadcastChoice(choice) {
  window.parent.postMessage({ type: "choice", choice }, "*"); //~ wildcard-target-origin `"*"` low
  window.parent.postMessage({ type: "choice", choice }, "https://app.example.com"); //~ ok wildcard-target-origin: the exact origin
}

//~ spec html/web-messaging#posting-messages: A message whose target origin is not that of the document is dropped without a word
export function select(item) {
  catalogue.contentWindow.postMessage({ type: "select", item }, "https://catalog.example.com"); //~ missed invalid-target-origin `"https://catalog.example.com"`: the frame may have been redirected there
  catalogue.contentWindow.postMessage({ type: "select", item }, "https://catalogue.example.com"); //~ ok invalid-target-origin: the frame's own origin
}

//~ spec html/web-messaging#posting-messages: Something that is transferred twice throws a DataCloneError
export function lendTwice(size) {
  const buffer = new ArrayBuffer(size);
  catalogue.contentWindow.postMessage({ buffer }, "https://catalogue.example.com", [buffer, buffer]); //~ invalid-transfer `buffer` medium
}

export function lendParameterTwice(buffer) {
  catalogue.contentWindow.postMessage({ buffer }, "https://catalogue.example.com", [buffer, buffer]); //~ missed invalid-transfer `buffer`: of a parameter it is not known that it can be transferred at all
}

export function lendOnce(buffer) {
  catalogue.contentWindow.postMessage({ buffer }, "https://catalogue.example.com", [buffer]); //~ ok invalid-transfer: each object once
}

//~ spec html/web-messaging#posting-messages: A target origin that is no URL throws a SyntaxError
export function choose(item) {
  window.parent.postMessage({ type: "item", item }, "app.example.com"); //~ invalid-target-origin `"app.example.com"` medium
  window.parent.postMessage({ type: "item", item }, "https://app.example.com/embed"); //~ ok invalid-target-origin: the origin of a URL counts
}

//~ spec html/web-messaging#posting-messages: A target origin in the options is the same as one in second place
export function connect() {
  const { port1, port2 } = new MessageChannel();
  window.parent.postMessage({ type: "connect" }, { targetOrigin: "*", transfer: [port2] }); //~ wildcard-port-transfer `"*"` high
  return port1;
}

export function connectExactly() {
  const { port1, port2 } = new MessageChannel();
  window.parent.postMessage({ type: "connect" }, { targetOrigin: "https://app.example.com", transfer: [port2] }); //~ ok wildcard-port-transfer: the exact origin
  return port1;
}

//~ spec html/web-messaging#posting-messages: A frame that was just made does not listen yet; let it say that it is ready, and post then
export function embedHastily(state) {
  const frame = document.createElement("iframe");
  frame.src = "https://editor.example.com/";
  document.body.append(frame);
  frame.contentWindow.postMessage({ type: "state", state }, "https://editor.example.com"); //~ post-before-ready `frame.contentWindow.postMessage({ type: "state", state }, "https://editor.example.com")` low
}

export function embed(state) {
  const frame = document.createElement("iframe");
  frame.src = "https://editor.example.com/";
  window.addEventListener("message", function ready(event) {
    if (event.source !== frame.contentWindow || event.origin !== "https://editor.example.com") return;
    if (event.data !== "ready") return;
    window.removeEventListener("message", ready);
    frame.contentWindow.postMessage({ type: "state", state }, "https://editor.example.com"); //~ ok post-before-ready: the frame has said that it listens
  });
  document.body.append(frame);
}
