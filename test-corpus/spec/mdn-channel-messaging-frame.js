// What MDN says about the Channel Messaging API: the page in the frame.

//~ spec mdn/Channel_Messaging_API/Using_channel_messaging#receiving_the_port_and_message_in_the_iframe: The frame takes the port out of the first message and listens to it
const list = document.querySelector("ul");
let page;

window.addEventListener("message", (event) => {
  page = event.ports[0]; //~ unchecked-port-accepted `event.ports[0]` high
  page.onmessage = onNote; //~ missing-messageerror-handler `page.onmessage` low
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com" || event.ports.length === 0) return;
  page = event.ports[0]; //~ ok unchecked-port-accepted: it comes from the application
  page.onmessage = onNote; //~ missing-messageerror-handler `page.onmessage` low
});

//~ spec mdn/Channel_Messaging_API/Using_channel_messaging#receiving_the_port_and_message_in_the_iframe: It shows each message as text and confirms it over the port
function onNote(event) {
  const item = document.createElement("li");
  item.textContent = event.data; //~ ok message-to-html: text stays text
  list.append(item);
  page.postMessage(`shown: ${event.data}`);
}

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com" || event.ports.length === 0) return;
  const [from] = event.ports;
  from.onmessageerror = () => from.close();
  from.onmessage = (note) => {
    list.innerHTML += note.data; //~ missed message-to-html `list.innerHTML`: what comes over a port is taken for what its holder was trusted with
  };
});

//~ spec mdn/MessagePort/postMessage#examples: The frame answers at once on the port that it was given
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  event.ports[0]?.postMessage({ title: document.title, path: location.pathname });
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return;
  event.ports[0]?.postMessage({ title: document.title, path: location.pathname }); //~ ok reply-to-unchecked-sender: the port belongs to the application
});
