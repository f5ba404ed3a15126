// Ports: what is posted on a closed one, or on the other end of it, is lost without a word.
import { show } from './view';

export function farewell(port: MessagePort): void {
  port.close();
  port.postMessage('bye'); //~ use-after-close `port.postMessage('bye')` medium
}

export function farewellRight(port: MessagePort): void {
  port.postMessage('bye'); //~ ok use-after-close: posted before the close, and delivered
  port.close();
}

export function otherEnd(): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => show(event.data);
  port1.close();
  port2.postMessage('too late'); //~ use-after-close `port2.postMessage('too late')`
}

export function otherChannel(): void {
  const first = new MessageChannel();
  const second = new MessageChannel();
  second.port1.onmessage = (event) => show(event.data);
  first.port1.close();
  second.port2.postMessage('in time'); //~ ok use-after-close: another channel
  second.port1.close();
}

export class Connection {
  constructor(private port: MessagePort | null) {}

  end(): void {
    this.port?.close();
    this.port = null;
  }

  restart(port: MessagePort): void {
    this.end();
    this.port = port;
    this.port.postMessage('hello'); //~ ok use-after-close: another port
  }
}

export function release(port: MessagePort): void {
  const done = () => port.close();
  done();
  port.postMessage('released'); //~ use-after-close `port.postMessage('released')`
}

export function releaseLater(port: MessagePort): void {
  const done = () => port.close();
  port.postMessage('released'); //~ ok use-after-close: nothing was closed yet
  done();
}

function send(port: MessagePort): void {
  port.postMessage('each'); //~ ok use-after-close: each call is given another port
  port.close();
}

export function sendAll(first: MessagePort, second: MessagePort): void {
  send(first);
  send(second);
}

export function reply(worker: Worker): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => {
    port1.close();
    port1.postMessage({ seen: event.data.id }); //~ use-after-close `port1.postMessage({ seen: event.data.id })`
  };
  worker.postMessage('ask', [port2]);
}

export function socket(url: string): void {
  const socket = new WebSocket(url);
  socket.close();
  socket.send('late'); //~ ok use-after-close: a WebSocket is no message channel of this rule
}

export function aliased(): void {
  const channel = new BroadcastChannel('alias');
  const same = channel;
  same.close();
  channel.postMessage('late'); //~ use-after-close `channel.postMessage('late')`
}
