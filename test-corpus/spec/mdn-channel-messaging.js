// What MDN says about the Channel Messaging API: the page.

//~ spec mdn/Channel_Messaging_API/Using_channel_messaging#creating_the_channel: Wait until the frame has loaded, then transfer a port to it
const frame = document.querySelector("iframe");
const shown = document.querySelector("#shown");
const typed = document.querySelector("#typed");

frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { shown.textContent = event.data; };
  port1.onmessageerror = () => port1.close();
  typed.onchange = () => port1.postMessage(typed.value);
  frame.contentWindow.postMessage("channel", "https://notes.example.com", [port2]); //~ ok wildcard-port-transfer: the exact origin
});

export function hurry() {
  const early = document.createElement("iframe");
  early.src = "https://notes.example.com/";
  document.body.append(early);
  const { port1, port2 } = new MessageChannel();
  early.contentWindow.postMessage("channel", "https://notes.example.com", [port2]); //~ post-before-ready `early.contentWindow.postMessage("channel", "https://notes.example.com", [port2])` low
  return port1;
}

//~ spec mdn/Channel_Messaging_API/Using_channel_messaging#creating_the_channel: The star in second place means that any origin may take the port
frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { shown.textContent = event.data; };
  port1.onmessageerror = () => port1.close();
  frame.contentWindow.postMessage("channel", "*", [port2]); //~ wildcard-port-transfer `"*"` high
});

export function offer() {
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow.postMessage("channel", { targetOrigin: "https://notes.example.com", transfer: [port2] }); //~ ok wildcard-port-transfer: the exact origin
  return port1;
}

//~ spec mdn/Channel_Messaging_API/Using_channel_messaging#receiving_the_confirmation_in_the_main_page: What comes back over the channel is shown in a paragraph
frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { shown.innerHTML = event.data; }; //~ message-to-html `shown.innerHTML` medium pedantic
  port1.onmessageerror = () => port1.close();
  frame.contentWindow.postMessage("channel", "*", [port2]); //~ wildcard-port-transfer `"*"` high
});

frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { shown.textContent = event.data; }; //~ ok message-to-html: text stays text
  port1.onmessageerror = () => port1.close();
  frame.contentWindow.postMessage("channel", "https://notes.example.com", [port2]);
});
