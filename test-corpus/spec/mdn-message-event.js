// What MDN says about the message event of a window.

//~ spec mdn/Window/message_event#examples: A script posts to a frame of the top window, and names its origin
const neighbour = window.top.frames[1];
const button = document.querySelector("#say");

button.addEventListener("click", () => {
  neighbour.postMessage({ text: button.value }, "https://chat.example.com"); //~ ok wildcard-target-origin: the exact origin
});

button.addEventListener("dblclick", () => {
  neighbour.postMessage({ text: button.value }, "*"); //~ wildcard-sensitive-data `"*"` medium
});

//~ spec mdn/Window/message_event#examples: The receiver listens with addEventListener, or with the onmessage property, and logs what comes
window.addEventListener("message", (event) => { //~ unauthenticated-listener `window.addEventListener("message", (event) => {…` low
  console.log(`received: ${event.data}`);
});

window.onmessage = (event) => { //~ unauthenticated-listener `window.onmessage` low
  console.log(`received: ${event.data}`);
};

window.addEventListener("message", (event) => {
  if (event.origin !== "https://chat.example.com") return; //~ ok unauthenticated-listener: the sender is compared
  console.log(`received: ${event.data}`);
});

//~ spec mdn/Window/message_event#event_properties: The origin is that of the sender as a text
const chat = { lines: [] };

window.addEventListener("message", (event) => {
  if (!event.origin.includes("chat.example.com")) return; //~ weak-origin-check `event.origin.includes("chat.example.com")` medium
  chat.lines.push(event.data);
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://chat.example.com") return; //~ ok weak-origin-check: the whole text is compared
  if (typeof event.data === "string") chat.lines.push(event.data);
});

//~ spec mdn/Window/message_event#event_properties: The source is the window, port or worker that sent the message
window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return; //~ source-only-check `event.source !== window.parent` high
  location.href = event.data; //~ message-to-navigation `location.href` high
});

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== "https://chat.example.com") return; //~ ok source-only-check: the origin of the window is compared too
  if (event.data === "home") location.href = "/";
});

//~ spec mdn/Window/message_event#event_properties: The ports are those that came with the message
let line = null;

window.addEventListener("message", (event) => {
  line = event.ports[0]; //~ unchecked-port-accepted `event.ports[0]` high
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://chat.example.com") return;
  line = event.ports[0]; //~ ok unchecked-port-accepted: it comes from the chat
});

export function close() {
  line?.close();
}
