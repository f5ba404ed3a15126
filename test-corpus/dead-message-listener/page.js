// Listeners on things that never get a message.
const APP = 'https://app.example.com';
let last = '';

function onApp(event) {
  if (event.origin === APP) last = String(event.data);
}

function keep(event) {
  last = String(event.data);
}

document.addEventListener('message', onApp); //~ dead-message-listener `document.addEventListener('message', onApp)` medium confidence=medium
window.addEventListener('message', (event) => onApp(event)); //~ ok dead-message-listener: the window gets them

document.onmessage = (event) => onApp(event); //~ dead-message-listener `document.onmessage`

const frame = document.createElement('iframe');
frame.src = `${APP}/widget`;
document.body.appendChild(frame);
frame.addEventListener('message', (event) => onApp(event)); //~ dead-message-listener `frame.addEventListener('message', (event) => onApp(event))` confidence=high
frame.onmessage = onApp; //~ dead-message-listener `frame.onmessage`
frame.addEventListener('load', () => frame.contentWindow.postMessage('ready?', APP)); //~ ok dead-message-listener: the load event does arrive

document.querySelector('iframe.player').addEventListener('message', (event) => onApp(event)); //~ dead-message-listener `document.querySelector('iframe.player').addEventListener('message', (event) => onApp(event))`

document.body.onmessage = (event) => onApp(event); //~ ok dead-message-listener: the body's property is the window's

document.querySelector('chat-room').addEventListener('message', () => (last = 'chat')); //~ ok dead-message-listener: an element of the page's own may dispatch such events

const shared = new SharedWorker('/shared.js');
shared.addEventListener('message', (event) => keep(event)); //~ dead-message-listener `shared.addEventListener('message', (event) => keep(event))`
shared.onmessage = (event) => keep(event); //~ dead-message-listener `shared.onmessage`
shared.port.onmessage = (event) => keep(event); //~ ok dead-message-listener: its port gets them
shared.addEventListener('error', () => (last = 'error')); //~ ok dead-message-listener: errors do arrive there

const dedicated = new Worker('/dedicated.js');
dedicated.addEventListener('message', (event) => keep(event)); //~ ok dead-message-listener: a dedicated worker gets them
