const socket = new WebSocket("wss://api.example.com/live");

// The slash behind the id ends the origin of the extension's own pages.
const isOwnPage = (sender) => sender.url?.startsWith(chrome.runtime.getURL(""));
chrome.runtime.onMessage.addListener((message, sender) => {
  if (!isOwnPage(sender)) return;
  fetch(message.address, { method: "POST" }); //~ message-to-request `fetch(message.address, { method: "POST" })` low auditor
});

// What its own server is told is what messages are for; whom it asks is not.
chrome.runtime.onMessage.addListener((message) => {
  if (message.type === "track") socket.send(JSON.stringify({ track: message.ids })); //~ message-to-request `socket.send(JSON.stringify({ track: message.ids }))` low auditor
  if (message.type === "load") fetch(message.address); //~ message-to-request `fetch(message.address)` low
});
