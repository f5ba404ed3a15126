// What MDN says about Window.postMessage().

//~ spec mdn/Window/postMessage#targetorigin: Name the target origin whenever you know where the other document should be, above all when you send a password
const signIn = document.createElement("iframe");
signIn.src = "https://signin.example.com/frame";
document.body.append(signIn);

export function submit(form) {
  const password = form.querySelector("input[type=password]").value;
  signIn.contentWindow.postMessage({ type: "password", password }, "*"); //~ wildcard-sensitive-data `"*"` high
  signIn.contentWindow.postMessage({ type: "password", password }, "https://signin.example.com"); //~ ok wildcard-sensitive-data: the exact origin
}

export function resize(width) {
  signIn.contentWindow.postMessage({ type: "layout", theme: document.body.dataset.theme, width }, "*"); //~ wildcard-target-origin `"*"` low regular
  signIn.contentWindow.postMessage({ type: "layout", theme: document.body.dataset.theme, width }, "https://signin.example.com"); //~ ok wildcard-target-origin: the exact origin
}

//~ spec mdn/Window/postMessage#transfer: What is transferred belongs to the other side and cannot be used here any more
export function upload(size) {
  const buffer = new ArrayBuffer(size);
  signIn.contentWindow.postMessage({ type: "file", buffer }, "https://signin.example.com", [buffer]);
  return new Uint8Array(buffer); //~ use-after-transfer `new Uint8Array(buffer)` medium
}

export function uploadCopy(size) {
  const buffer = new ArrayBuffer(size);
  signIn.contentWindow.postMessage({ type: "file", buffer }, "https://signin.example.com");
  return new Uint8Array(buffer); //~ ok use-after-transfer: a copy was sent
}

//~ spec mdn/Window/postMessage#the_dispatched_event: A listener compares the whole origin, with scheme and port
const news = { lines: [] };

window.addEventListener("message", (event) => {
  if (event.origin !== "http://news.example.org:8080") return; //~ insecure-origin-allowed `event.origin !== "http://news.example.org:8080"` low
  if (typeof event.data === "string") news.lines.push(event.data);
});

window.addEventListener("message", (event) => {
  if (new URL(event.origin).hostname !== "news.example.org") return; //~ insecure-origin-allowed `new URL(event.origin).hostname !== "news.example.org"` low
  if (typeof event.data === "string") news.lines.push(event.data);
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://news.example.org:8443") return; //~ ok insecure-origin-allowed: over https
  if (typeof event.data === "string") news.lines.push(event.data);
});

//~ spec mdn/Window/postMessage#the_dispatched_event: The origin is that of the moment of the call; the window may show another page by now
let subscriber = null;
let subscribed = "";

window.addEventListener("message", (event) => {
  if (event.origin !== "https://news.example.org") return;
  subscriber = event.source;
  subscribed = event.origin;
});

export function publish(line) {
  subscriber?.postMessage({ type: "line", line }, "*"); //~ wildcard-target-origin `"*"` low auditor
  subscriber?.postMessage({ type: "line", line }, subscribed); //~ ok wildcard-target-origin: only while it is still there
}

//~ spec mdn/Window/postMessage#security_concerns: A page that expects no messages adds no listener
window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` low
  console.log("a message", event.data);
});

window.addEventListener("load", () => { //~ ok unauthenticated-listener: not a message
  console.log("loaded");
});

//~ spec mdn/Window/postMessage#security_concerns: Verify the sender by its origin, and where that is not enough by its source as well
const cart = { items: [] };

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  if (!Array.isArray(event.data)) return;
  cart.items = event.data;
  document.querySelector("#offer").innerHTML = event.data[0]; //~ message-to-html `document.querySelector("#offer").innerHTML` high
});

window.addEventListener("message", (event) => {
  if (event.source !== window.opener) return; //~ nullable-source-check `event.source !== window.opener` high
  document.querySelector("#offer").innerHTML = event.data; //~ message-to-html `document.querySelector("#offer").innerHTML` high
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com" || event.source !== window.opener) return; //~ ok missing-origin-check: origin and source
  if (!Array.isArray(event.data)) return;
  cart.items = event.data;
});

//~ spec mdn/Window/postMessage#security_concerns: Verify the syntax of the message too, or a flaw in the site that you trust opens a hole in yours
window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  cart.items = event.data.items; //~ unvalidated-message-data `event.data.items` low
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  document.querySelector("#note").innerHTML = event.data.note; //~ message-to-html `document.querySelector("#note").innerHTML` low pedantic
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  const { items, note } = event.data;
  if (!Array.isArray(items) || typeof note !== "string") return;
  cart.items = items; //~ ok unvalidated-message-data: it is a list
  document.querySelector("#note").textContent = note; //~ ok message-to-html: text stays text
});

//~ spec mdn/Window/postMessage#security_concerns: Name an exact origin, because another page may have changed the location of the window in the meantime
export function choose(seat) {
  window.opener.postMessage({ type: "seat", seat }, "*"); //~ wildcard-target-origin `"*"` low
  window.opener.postMessage({ type: "seat", seat }, "https://shop.example.com"); //~ ok wildcard-target-origin: another page gets nothing
}

//~ spec mdn/Window/postMessage#secure_shared_memory_messaging: Ask crossOriginIsolated before you post shared memory
export function share(worker) {
  const memory = crossOriginIsolated ? new SharedArrayBuffer(64) : new ArrayBuffer(64);
  worker.postMessage(memory);
}
//~ uncovered: whether the page is isolated is decided by its response headers; without them SharedArrayBuffer does not exist at all

//~ spec mdn/Window/postMessage#examples: The page posts to a popup when it has loaded, and takes answers of its origin only
const options = { amount: 1 };

export function pay() {
  const popup = window.open("https://pay.example.com/", "pay");
  popup.postMessage({ type: "pay", options }, "https://pay.example.com"); //~ post-before-ready `popup.postMessage({ type: "pay", options }, "https://pay.example.com")` low
}

export function payWhenReady() {
  const popup = window.open("https://pay.example.com/", "pay");
  window.addEventListener("message", function paid(event) {
    if (event.origin !== "https://pay.example.com") return;
    if (event.data === "ready") {
      popup.postMessage({ type: "pay", options }, "https://pay.example.com"); //~ ok post-before-ready: the popup has said that it is ready
    } else if (event.data === "paid") {
      window.removeEventListener("message", paid);
      cart.items = [];
    }
  });
}

//~ spec mdn/Window/postMessage#examples: The popup checks the origin and answers the source at that origin
const receipt = { text: "" };

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data === "receipt") event.source.postMessage(receipt.text, event.origin); //~ reply-to-unchecked-sender `event.origin` low pedantic
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  if (event.data === "receipt") event.source.postMessage(receipt.text, event.origin); //~ ok reply-to-unchecked-sender: it is the shop
});

export function print(text) {
  receipt.text = text;
}

//~ spec mdn/Window/postMessage#notes: Every listener has to check who sends before it does anything else, or script of other sites runs in the page
const widgets = { open: () => {}, close: () => {} };

window.addEventListener("message", (event) => {
  widgets[event.data.name](event.data.argument); //~ message-to-dispatch `widgets[event.data.name]` medium
  if (event.origin !== "https://shop.example.com") return; //~ unenforced-origin-check `event.origin !== "https://shop.example.com"` high
  cart.items = [];
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example.com") return;
  if (event.data.name === "open") widgets.open(); //~ ok message-to-dispatch: a name of the program
});

//~ spec mdn/Window/postMessage#notes: The sender cannot tell that a listener of its message failed
//~ uncovered: whether the sender has to know it, and asks for an answer, is a matter of the protocol

//~ spec mdn/Window/postMessage#notes: The origin of a host with letters beyond ASCII may come in either form; compare with both
window.addEventListener("message", (event) => {
  if (event.origin !== "https://bücher.example") return; //~ impossible-origin-check `event.origin !== "https://bücher.example"` medium
  if (Array.isArray(event.data)) cart.items = event.data;
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://bücher.example") return; //~ missed impossible-origin-check `event.origin !== "https://bücher.example"`: a write of what the program has itself is no effect, so that nothing stands behind the check
  cart.items = [];
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://bücher.example" && event.origin !== "https://xn--bcher-kva.example") return; //~ ok impossible-origin-check: the second form is the one that comes
  if (Array.isArray(event.data)) cart.items = event.data;
});

//~ spec mdn/Window/postMessage#notes: A page at a file: address can be posted to with the star only
export function tell(viewer, page) {
  viewer.contentWindow.postMessage({ type: "page", page }, "file://"); //~ invalid-target-origin `"file://"` medium
  viewer.contentWindow.postMessage({ type: "page", page }, "*"); //~ wildcard-target-origin `"*"` low
  viewer.contentWindow.postMessage({ type: "close" }, "*"); //~ ok wildcard-target-origin: a constant tells a stranger nothing
}
