// A shell that stands between its frames.
const EDITOR = 'https://editor.example.com';
const VIEWER = 'https://viewer.example.com';
const editor = document.querySelector<HTMLIFrameElement>('iframe#editor')!;
const viewer = document.querySelector<HTMLIFrameElement>('iframe#viewer')!;
const bus = new BroadcastChannel('shell');
const worker = new Worker('/index.js');
const { port1, port2 } = new MessageChannel();
viewer.contentWindow!.postMessage('port', VIEWER, [port2]);

function forward(event: MessageEvent) {
  viewer.contentWindow!.postMessage(event.data, VIEWER); //~ message-relay `viewer.contentWindow!.postMessage(event.data, VIEWER)` medium
}

window.addEventListener('message', forward); //~ missing-origin-check `window.addEventListener('message', forward)`

window.addEventListener('message', (event: MessageEvent) => {
  if (event.origin !== EDITOR) return;
  const message = event.data;
  if (message.type === 'copy') {
    viewer.contentWindow!.postMessage({ from: 'editor', ...message }, VIEWER); //~ message-relay `viewer.contentWindow!.postMessage({ from: 'editor', ...message }, VIEWER)` low auditor
  } else if (message.type === 'wrap') {
    viewer.contentWindow!.postMessage({ from: 'editor', message }, VIEWER); //~ message-relay `viewer.contentWindow!.postMessage({ from: 'editor', message }, VIEWER)` low auditor
  } else if (message.type === 'port') {
    port1.postMessage(JSON.parse(message)); //~ message-relay `port1.postMessage(JSON.parse(message))` low auditor
  } else if (message.type === 'all') {
    bus.postMessage(message); //~ message-relay `bus.postMessage(message)` low auditor
  } else if (message.type === 'up') {
    window.parent.postMessage(JSON.stringify(message), VIEWER); //~ message-relay `window.parent.postMessage(JSON.stringify(message), VIEWER)` low auditor
  } else if (message.type === 'scroll') {
    viewer.contentWindow!.postMessage({ type: 'scroll', top: message.top }, VIEWER); //~ ok message-relay: a new message of one field
  } else if (message.type === 'index') {
    worker.postMessage(message); //~ ok message-relay: a worker of the page
  } else if (message.type === 'echo') {
    (event.source as Window).postMessage(message, event.origin); //~ ok message-relay: the sender gets its own words back
  } else if (message.type === 'answer') {
    event.ports[0].postMessage(message); //~ ok message-relay: a port that the sender gave
  } else if (message.type === 'hello') {
    viewer.contentWindow!.postMessage({ type: 'hello' }, VIEWER); //~ ok message-relay: a constant
  } else if (message.type === 'log') {
    console.debug(message); //~ ok message-relay: it stays here
  }
});

worker.onmessage = (event) => {
  viewer.contentWindow!.postMessage(event.data, VIEWER); //~ ok message-relay: a worker of the page made it
};
