// The end of a channel that was given away, and canvases and streams.
import { show } from './view';

const worker = new Worker('/rpc.js');

export function wrongEnd(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage('connect', [port2]);
  port2.onmessage = (event) => show(event.data); //~ use-after-transfer `port2.onmessage` medium
  return port1;
}

export function rightEnd(): () => void {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage('connect', [port2]);
  port1.onmessage = (event) => show(event.data); //~ ok use-after-transfer: the end that stays
  return () => port1.close();
}

export function post(port: MessagePort): void {
  worker.postMessage({ type: 'port' }, [port]);
  port.postMessage('welcome'); //~ use-after-transfer `port.postMessage('welcome')`
}

export function postFirst(port: MessagePort): void {
  port.postMessage('welcome'); //~ ok use-after-transfer: posted before the port is given away
  worker.postMessage({ type: 'port' }, [port]);
}

export function listen(port: MessagePort): void {
  worker.postMessage({ type: 'port' }, { transfer: [port] });
  port.addEventListener('message', (event) => show(event.data)); //~ use-after-transfer `port.addEventListener('message', (event) => show(event.data))`
}

export function start(port: MessagePort): void {
  worker.postMessage({ type: 'port' }, [port]);
  port.start(); //~ use-after-transfer `port.start()`
}

export function tidy(port: MessagePort): void {
  worker.postMessage({ type: 'port' }, [port]);
  port.close(); //~ ok use-after-transfer: closing what is gone harms nothing
}

export function draw(canvas: HTMLCanvasElement): void {
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ offscreen }, [offscreen]);
  offscreen.getContext('2d'); //~ use-after-transfer `offscreen.getContext('2d')`
}

export function drawFirst(canvas: HTMLCanvasElement): void {
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ offscreen }, [offscreen]);
  canvas.style.display = 'block'; //~ ok use-after-transfer: the element is not what was transferred
}

export function stream(worker: Worker): void {
  const source = new ReadableStream<string>();
  worker.postMessage(source, [source]);
  source.getReader(); //~ use-after-transfer `source.getReader()`
}

export function onReply(): void {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage('connect', [port2]);
  port1.onmessage = () => {
    port2.postMessage('late'); //~ missed use-after-transfer `port2.postMessage('late')`: a listener does not see what happened before it was added
    port1.close();
  };
}
