// What the HTML Standard says about channels and ports.

//~ spec html/web-messaging#channel-messaging: One port stays, the other goes to the other side, with the exact origin of its window
const partner = document.querySelector("iframe#partner");

export function open() {
  const channel = new MessageChannel();
  partner.contentWindow.postMessage("connect", "https://partner.example.com", [channel.port2]); //~ ok wildcard-port-transfer: the exact origin
  return channel.port1;
}

export function openToAnybody() {
  const channel = new MessageChannel();
  partner.contentWindow.postMessage("connect", "*", [channel.port2]); //~ wildcard-port-transfer `"*"` high
  return channel.port1;
}

//~ spec html/web-messaging#channel-messaging: A listener that is added to a port needs start(); onmessage starts the port by itself
const calendar = new Worker("/calendar.js");

export function askByProperty(show) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { //~ ok port-not-started: the property starts the port
    show(event.data);
    port1.close();
  };
  port1.onmessageerror = () => port1.close();
  calendar.postMessage("days", [port2]);
}

export function askByListener(show) {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", (event) => { //~ ok port-not-started: it is started below
    show(event.data);
    port1.close();
  });
  port1.addEventListener("messageerror", () => port1.close());
  port1.start();
  calendar.postMessage("days", [port2]);
}

export function askInVain(show) {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", (event) => { //~ port-not-started `port1.addEventListener("message", (event) => {…` medium
    show(event.data);
    port1.close();
  });
  port1.addEventListener("messageerror", () => port1.close());
  calendar.postMessage("days", [port2]);
}

//~ spec html/web-messaging#ports-as-the-basis-of-an-object-capability-model-on-the-web: A provider serves only the sites that it trusts, not every site on the web
const contacts = new Map();

window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com") return; //~ ok missing-origin-check: one site is served
  if (event.data?.type !== "add" || typeof event.data.name !== "string" || typeof event.data.phone !== "string") return;
  contacts.set(event.data.name, event.data.phone);
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data?.type !== "add" || typeof event.data.name !== "string" || typeof event.data.phone !== "string") return;
  contacts.set(event.data.name, event.data.phone);
});

window.addEventListener("message", (event) => { //~ missed missing-origin-check `window.addEventListener("message", (event) => {…`: that the message chooses what is taken out of a map is not counted as an effect //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` low
  if (event.data?.type === "remove") contacts.delete(event.data.name);
});

//~ spec html/web-messaging#ports-as-the-basis-of-an-object-capability-model-on-the-web: A page that passes on requests trusts their sender not to abuse it, or looks at each of them; a port for one purpose does without
const provider = document.querySelector("iframe#contacts");
const game = document.querySelector("iframe#game");

window.addEventListener("message", (event) => {
  if (event.origin !== "https://game.example.com") return;
  provider.contentWindow.postMessage(event.data, "https://contacts.example.com"); //~ message-relay `provider.contentWindow.postMessage(event.data, "https://contacts.example.com")` low auditor
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://game.example.com") return;
  if (event.data?.type !== "add" || typeof event.data.name !== "string") return;
  provider.contentWindow.postMessage({ type: "add", name: event.data.name }, "https://contacts.example.com"); //~ ok message-relay: a new message, made of what was looked at
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://contacts.example.com" || event.ports.length !== 1) return;
  game.contentWindow.postMessage("add one", "https://game.example.com", [event.ports[0]]); //~ ok message-relay: the right to add one contact, and nothing else
});

//~ spec html/web-messaging#ports-as-the-basis-of-an-object-capability-model-on-the-web: Who hands out the right to do one thing honours it once
window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com" || event.data !== "grant") return;
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: the first request ends it
  port1.onmessage = (request) => {
    port1.close();
    if (typeof request.data === "string") contacts.set(request.data, {});
  };
  port1.onmessageerror = () => port1.close();
  event.source.postMessage("granted", { targetOrigin: event.origin, transfer: [port2] });
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com" || event.data !== "grant") return;
  const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
  port1.onmessage = (request) => { //~ missing-messageerror-handler `port1.onmessage` low
    if (typeof request.data === "string") contacts.set(request.data, {});
  };
  event.source.postMessage("granted", { targetOrigin: event.origin, transfer: [port2] });
});

//~ spec html/web-messaging#ports-as-the-basis-of-abstracting-out-service-implementations: A service forwards the ports of its users to a shared worker
const service = new SharedWorker("/service.js");

window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com") return;
  service.port.postMessage("user", [event.ports[0]]); //~ ok invalid-transfer: the port moves on
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com") return;
  service.port.postMessage({ type: "user", port: event.ports[0] }); //~ invalid-transfer `event.ports[0]` medium
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com") return;
  const [port] = event.ports;
  service.port.postMessage({ type: "user", port }); //~ missed invalid-transfer `port`: what is taken out of the list by a pattern is not known to be a port
});

//~ spec html/web-messaging#message-ports: A post throws if it transfers something twice, or the port that it is posted on
export function handBack(port, buffer) {
  port.postMessage({ buffer }, [buffer]); //~ ok invalid-transfer: the buffer, once
}

export function handItself() {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("take me", [port1]); //~ invalid-transfer `port1` medium
  return port2;
}

//~ spec html/web-messaging#message-ports: A port that is sent to its own other end is lost, and the message with it
export function handTheOtherEnd() {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("take it", [port2]); //~ missed invalid-transfer `port2`: that both belong to one channel is not asked
  return port1;
}

export function handAnother(port) {
  const { port1, port2 } = new MessageChannel();
  port.postMessage("take it", [port2]); //~ ok invalid-transfer: the port of another channel
  return port1;
}

//~ spec html/web-messaging#message-ports: After close() a port is no longer active
export function say(words) {
  const { port1, port2 } = new MessageChannel();
  calendar.postMessage("listen", [port2]);
  for (const word of words) port1.postMessage(word);
  port1.postMessage("end"); //~ ok use-after-close: still open
  port1.close();
}

export function sayTooLate(words) {
  const { port1, port2 } = new MessageChannel();
  calendar.postMessage("listen", [port2]);
  for (const word of words) port1.postMessage(word);
  port1.close();
  port1.postMessage("end"); //~ use-after-close `port1.postMessage("end")` medium
}

//~ spec html/web-messaging#message-ports: Messages of a port carry no origin; who speaks is settled when the port is handed over
const questions = new MessageChannel();
questions.port1.onmessageerror = () => questions.port1.close();
questions.port1.onmessage = (event) => {
  if (event.origin !== "https://social.example.com") return; //~ impossible-origin-check `event.origin !== "https://social.example.com"` medium
  questions.port1.postMessage(contacts.has(event.data));
};
calendar.postMessage("questions", [questions.port2]);

window.addEventListener("message", (event) => {
  if (event.origin !== "https://social.example.com") return;
  serveTrusted(event.ports[0]); //~ ok unchecked-port-accepted: the message that brings the port is checked
});

function serveTrusted(port) {
  port.onmessage = (event) => port.postMessage(contacts.has(event.data)); //~ ok missing-origin-check: a port, not a window //~ missing-messageerror-handler `port.onmessage` low
}

window.addEventListener("message", (event) => {
  if (event.data !== "contacts") return;
  serveTrusted(event.ports[0]); //~ unchecked-port-accepted `event.ports[0]` high
});

//~ spec html/web-messaging#ports-and-garbage-collection: Close ports explicitly: one with a listener lives on although nothing names it any more, and many of them cost memory
export function count(words, show) {
  const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
  port1.onmessage = (event) => show(event.data); //~ missing-messageerror-handler `port1.onmessage` low
  calendar.postMessage({ words }, [port2]);
}

export function countOnce(words, show) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: closed with the answer
  port1.onmessage = (event) => {
    show(event.data);
    port1.close();
  };
  port1.onmessageerror = () => port1.close();
  calendar.postMessage({ words }, [port2]);
}

const settled = new MessageChannel();
settled.port1.onmessage = (event) => contacts.clear(event.data); //~ ok channel-not-closed: one for the life of the page
settled.port1.onmessageerror = () => contacts.clear();
calendar.postMessage("changes", [settled.port2]);
