// What MDN says about MessagePort and MessageChannel.

//~ spec mdn/MessagePort/start: start() is needed with addEventListener; onmessage implies it
const index = new Worker("/index.js");

export function search(text, show) {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", (event) => finish(port1, show, event.data)); //~ port-not-started `port1.addEventListener("message", (event) => finish(port1, show, event.data))` medium
  port1.addEventListener("messageerror", () => port1.close());
  index.postMessage({ text }, [port2]);
}

export function searchStarted(text, show) {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", (event) => finish(port1, show, event.data)); //~ ok port-not-started: it is started below
  port1.addEventListener("messageerror", () => port1.close());
  port1.start();
  index.postMessage({ text }, [port2]);
}

function finish(port, show, result) {
  show(result);
  port.close();
}

//~ spec mdn/MessagePort/close: close() disconnects a port; no message comes and none goes after it
export function close(port2) {
  const { port1 } = new MessageChannel();
  port1.postMessage("bye"); //~ ok use-after-close: before the end
  port1.close();
  port2.close();
}

export function closeFirst() {
  const { port1, port2 } = new MessageChannel();
  index.postMessage("listen", [port2]);
  port1.close();
  port1.postMessage("bye"); //~ use-after-close `port1.postMessage("bye")` medium
}

//~ spec mdn/MessagePort/postMessage#parameters: Objects in the transfer list change hands and are of no more use to the sender
export function send(port, size) {
  const buffer = new ArrayBuffer(size);
  port.postMessage({ buffer }, [buffer]);
  index.postMessage({ buffer }); //~ use-after-transfer `buffer` medium
}

export function sendTwice(port, size) {
  const buffer = new ArrayBuffer(size);
  port.postMessage({ buffer });
  index.postMessage({ buffer }); //~ ok use-after-transfer: a copy each time
}

//~ spec mdn/MessagePort/messageerror_event: A message that cannot be deserialised comes as messageerror
const { port1: modules, port2: compiler } = new MessageChannel();
index.postMessage("modules", [compiler]);
modules.onmessage = (event) => console.log(event.data); //~ missing-messageerror-handler `modules.onmessage` low

const { port1: results, port2: computer } = new MessageChannel();
index.postMessage("results", [computer]);
results.onmessage = (event) => console.log(event.data); //~ ok missing-messageerror-handler: the next line hears of it
results.onmessageerror = () => console.warn("a result was lost");

//~ spec mdn/MessagePort/messageerror_event#examples: The target takes the port out of a message, listens for both events and starts it
const shown = document.querySelector("#shown");

window.addEventListener("message", (event) => {
  const [port] = event.ports; //~ unchecked-port-accepted `event.ports` high
  port.addEventListener("message", (note) => { shown.textContent = note.data; });
  port.addEventListener("messageerror", () => console.warn("a note was lost"));
  port.start();
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://notes.example.com") return;
  const [port] = event.ports; //~ ok unchecked-port-accepted: it comes from the notes
  port.addEventListener("message", (note) => { shown.textContent = note.data; });
  port.addEventListener("messageerror", () => console.warn("a note was lost"));
  port.start();
});

//~ spec mdn/MessageChannel#examples: When the frame has loaded it is given a port, and what it answers is shown in a paragraph
const frame = document.querySelector("iframe");

frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { shown.innerHTML = event.data; }; //~ message-to-html `shown.innerHTML` medium pedantic
  port1.onmessageerror = () => port1.close();
  frame.contentWindow.postMessage("hello", "*", [port2]); //~ wildcard-port-transfer `"*"` high
});

frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { shown.textContent = event.data; }; //~ ok message-to-html: text stays text
  port1.onmessageerror = () => port1.close();
  frame.contentWindow.postMessage("hello", "https://notes.example.com", [port2]);
});

//~ spec mdn/MessageChannel: A channel is made for one conversation, and both of its ports are messaged on
export function ask(question, onAnswer) {
  const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
  port1.onmessage = (event) => onAnswer(event.data); //~ missing-messageerror-handler `port1.onmessage` low
  index.postMessage({ question }, [port2]);
}

export function askOnce(question, onAnswer) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: the answer ends it
  port1.onmessageerror = () => port1.close();
  port1.onmessage = (event) => {
    port1.close();
    onAnswer(event.data);
  };
  index.postMessage({ question }, [port2]);
}
