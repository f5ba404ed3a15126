// Ports whose other end was posted to a window: whoever is there says what comes out of them.
export function toParent() {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.action === 'go') location.href = data.url; //~ message-to-navigation `location.href` high
    if (data.action === 'close') port1.close();
  };
  window.parent.postMessage('ready', '*', [port2]); //~ wildcard-port-transfer `'*'` high
}

export function toOrigin() {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.action === 'go') location.href = data.url; //~ message-to-navigation `location.href` low pedantic
    if (data.action === 'close') port1.close();
  };
  window.parent.postMessage('ready', 'https://app.example.com', [port2]);
}

export function toSandboxedFrame(box, address) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.action === 'go') location.href = data.url; //~ message-to-navigation `location.href` medium
    if (data.action === 'name') box.title = String(data.name);
    if (data.action === 'close') port1.close();
  };
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.src = address;
  frame.addEventListener('load', () => frame.contentWindow.postMessage('ready', '*', [port2]), { once: true });
  box.append(frame);
}

export function toWorker(worker) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    location.href = data.url; //~ ok message-to-navigation: the worker is the program's own
    port1.close();
  };
  new Worker('/worker.js').postMessage('ready', [port2]);
}

export function withinSandbox(box) {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = '<p>';
  box.append(frame);
  addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow) return;
    if (event.data.url) location.href = event.data.url; //~ message-to-navigation `location.href` medium
    document.title = event.data.title;
  });
}
