// Handlers that read a message and do nothing with it that another rule knows.

window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` confidence=high
  console.log(event.data);
});

window.addEventListener("message", function logged({ data }) { //~ unauthenticated-listener `window.addEventListener("message", function logged({ data }) {…`
  console.debug(data.type, data.detail);
});

window.onmessage = (e) => { //~ unauthenticated-listener `window.onmessage`
  const size = String(e.data).length;
  console.log(size);
};

// A comparison of something in the message is no check of the sender.
self.addEventListener("message", (event) => { //~ unauthenticated-listener `self.addEventListener("message", (event) => {…`
  if (event.data.kind !== "ping") return;
  console.log("pinged");
});

// Nor is whether there is a sender, or of which type its origin is.
window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…`
  if (!event.source || typeof event.origin !== "string") return;
  console.log(event.data);
});

let seen = 0;
addEventListener("message", (event) => { //~ unauthenticated-listener `addEventListener("message", (event) => {…`
  if (event.data === "tick") seen += 1;
});

function listen() {
  const values = [];
  window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…`
    const { value } = event.data;
    Math.max(value, 0);
  });
  return values;
}
listen();

const handler = { handleEvent(event) { console.info(event.data.id); } };
window.addEventListener("message", handler); //~ unauthenticated-listener `window.addEventListener("message", handler)`

// Near misses.

window.addEventListener("message", () => {
  console.log("a message"); //~ ok unauthenticated-listener: what came is not read
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return; //~ ok unauthenticated-listener: the sender is compared
  console.log(event.data);
});

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ ok unauthenticated-listener: a check of the window is one, and nothing comes of it
  console.log(event.data);
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  if (event.data === "hide") document.body.hidden = true; //~ ok unauthenticated-listener: another rule reports it
});

window.addEventListener("error", (event) => {
  console.log(event.message); //~ ok unauthenticated-listener: no message, an error
});

const worker = new Worker("/work.js");
worker.addEventListener("message", (event) => {
  console.log(event.data); //~ ok unauthenticated-listener: who sends is known, it is the page's own worker
});

const { port1 } = new MessageChannel();
port1.onmessage = (event) => {
  console.log(event.data); //~ ok unauthenticated-listener: a port of its own
};

const log = new BroadcastChannel("log");
log.onmessageerror = () => {};
log.onmessage = (event) => {
  console.log(event.data); //~ ok unauthenticated-listener: only pages of this origin send here
};

new EventSource("/events").onmessage = (event) => {
  console.log(event.data); //~ ok unauthenticated-listener: the server is the sender
};
