// What MDN says about messages to workers: the page.

//~ spec mdn/Worker/postMessage: A worker is sent a value that can be cloned, and no target origin
const worker = new Worker("/sum.js");

export function sum(first, second) {
  worker.postMessage([first.value, second.value]); //~ ok invalid-target-origin: one message, a list
}

export function sumForAll(first, second) {
  worker.postMessage([first.value, second.value], "*"); //~ invalid-target-origin `"*"` medium
}

export function sumWithElements(first) {
  worker.postMessage({ first: document.querySelector("#first"), second: first }); //~ uncloneable-message `document.querySelector("#first")` medium
}

//~ spec mdn/Worker/postMessage#message: The message is mandatory; a worker that needs no data is sent null
export function wake() {
  worker.postMessage(null); //~ ok uncloneable-message: null is a message
}

export function wakeWithNothing() {
  worker.postMessage(); //~ missed uncloneable-message `worker.postMessage()`: calls without an argument are not looked at
}

//~ spec mdn/Worker/postMessage#transfer_example: A buffer that was transferred has a length of zero here
export function crunch(size) {
  const buffer = new ArrayBuffer(size);
  worker.postMessage(buffer, [buffer]);
  return buffer.byteLength / 8; //~ use-after-transfer `buffer.byteLength` medium
}

export function crunchCopy(size) {
  const buffer = new ArrayBuffer(size);
  worker.postMessage(buffer);
  return buffer.byteLength / 8; //~ ok use-after-transfer: a copy was sent
}

//~ spec mdn/Worker/postMessage#transfer: What is in the transfer list has to be in the message as well, or reach the worker as a port
export function lend(size) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: "port" }, [port2]); //~ ok invalid-transfer: the worker finds it among event.ports
  return [port1, size];
}

export function lendNothing(size) {
  const buffer = new ArrayBuffer(size);
  worker.postMessage({ type: "buffer" }, [buffer]); //~ missed invalid-transfer `buffer`: what is transferred and not sent is lost without an exception
}

//~ spec mdn/Worker/message_event: The page hears its worker, and nobody else speaks there
worker.onmessage = (event) => { //~ ok missing-origin-check: the worker is the page's own
  document.querySelector("#sum").textContent = event.data;
};

const other = new Worker("/other.js");
other.onmessage = (event) => {
  if (event.origin !== location.origin) return; //~ impossible-origin-check `event.origin !== location.origin` medium
  document.querySelector("#sum").textContent = event.data;
};

//~ spec mdn/Worker/messageerror_event: What a worker posts and the page cannot deserialise comes as messageerror
//~ uncovered: workers mostly post plain data, which is always decoded, and are not asked for a handler

//~ spec mdn/Worker/terminate: terminate() ends a worker at once; nothing that is posted later is heard
export function restart() {
  const short = new Worker("/short.js");
  short.terminate();
  short.postMessage("again"); //~ missed use-after-close `short.postMessage("again")`: the end of a worker is not followed
}

export function end() {
  const short = new Worker("/short.js");
  short.postMessage("last words"); //~ ok use-after-close: before the end
  short.terminate();
}
