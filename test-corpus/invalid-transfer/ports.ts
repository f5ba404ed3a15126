// Ports that are handed on, rightly and wrongly.
const worker = new Worker(new URL('./rpc.worker.ts', import.meta.url), { type: 'module' });
const news = new BroadcastChannel('news');

export function connect(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: 'connect', port: port2 }, [port2]); //~ ok invalid-transfer: in the message and in the list
  return port1;
}

export function connectUnlisted(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: 'connect', port: port2 }); //~ invalid-transfer `port2` medium
  return port1;
}

export function connectOther(): MessagePort {
  const control = new MessageChannel();
  const data = new MessageChannel();
  worker.postMessage({ control: control.port2, data: data.port2 }, [control.port2]); //~ invalid-transfer `data.port2`
  control.port1.onmessage = () => data.port1.close();
  return control.port1;
}

export function connectWhole(): MessagePort {
  const channel = new MessageChannel();
  worker.postMessage({ type: 'connect' }, [channel]); //~ invalid-transfer `channel`
  return channel.port1;
}

export function loop(): void {
  const channel = new MessageChannel();
  channel.port1.postMessage('me', [channel.port1]); //~ invalid-transfer `channel.port1`
  channel.port1.postMessage('peer', [channel.port2]); //~ ok invalid-transfer: throws nothing, but loses the channel
  channel.port1.close();
}

export function announce(): void {
  const { port1, port2 } = new MessageChannel();
  news.postMessage({ type: 'hello' }, [port2]); //~ invalid-transfer `[port2]`
  port1.close();
}

export function announceText(): void {
  news.postMessage({ type: 'hello' }); //~ ok invalid-transfer: nothing is transferred
}

export function embed(frame: HTMLIFrameElement): MessagePort {
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow!.postMessage('connect', 'https://widget.example.com', [port2, port2]); //~ invalid-transfer `port2`
  return port1;
}

export function embedOnce(frame: HTMLIFrameElement): MessagePort {
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow!.postMessage('connect', 'https://widget.example.com', [port2]); //~ ok invalid-transfer: one port, once
  return port1;
}

export function embedOptions(frame: HTMLIFrameElement, port: MessagePort): void {
  const target = frame.contentWindow!;
  target.postMessage({ port }, { targetOrigin: 'https://widget.example.com' }); //~ invalid-transfer `port`
}

export function relay(port: MessagePort, transfer: Transferable[]): void {
  worker.postMessage({ type: 'relay', port }, transfer); //~ ok invalid-transfer: the caller's list may hold the port
}

export function relayMore(port: MessagePort, rest: Transferable[]): void {
  worker.postMessage({ type: 'relay', port }, [port, ...rest]); //~ ok invalid-transfer: what else is in the list is not known
}

function send(port: MessagePort): void {
  worker.postMessage({ port }, [port]); //~ ok invalid-transfer: every call brings another port
}

export function sendBoth(first: MessagePort, second: MessagePort): void {
  send(first);
  send(second);
}

self.addEventListener('connect', (event) => {
  const connection = (event as MessageEvent).ports;
  worker.postMessage('first', [connection[0]]);
  worker.postMessage('again', [connection[0]]); //~ invalid-transfer `connection[0]`
});

self.addEventListener('connect', (event) => {
  for (const port of (event as MessageEvent).ports) worker.postMessage('each', [port]); //~ ok invalid-transfer: each port of the event
});
