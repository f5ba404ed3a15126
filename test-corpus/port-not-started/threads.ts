// Node starts a port that is listened to, however that is done.
import { MessageChannel, parentPort, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { resolve } from './resolve';

interface Call {
  id: number;
  args: unknown[];
  reply: MessagePort;
}

const worker = new Worker(new URL('./compile.js', import.meta.url));
const { port1: log, port2 } = new MessageChannel();
worker.postMessage({ type: 'log', port: port2 }, [port2]);
log.addEventListener('message', (event) => console.log((event as MessageEvent).data)); //~ ok port-not-started: Node starts it
log.unref();

// The caller sleeps until the worker has answered, and then takes the message out.
export function compileSync(source: string): unknown {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: nothing listens to it
  worker.postMessage({ source, shared, port: port2 }, [port2]);
  Atomics.wait(shared, 0, 0);
  return receiveMessageOnPort(port1)?.message; //~ ok port-not-started: is read without a listener
}

export function serve(port: MessagePort): void {
  port.addEventListener('message', (event) => port.postMessage(resolve((event as MessageEvent<Call>).data.args))); //~ ok port-not-started: the type is Node's
  port.once('close', () => port.close());
}

parentPort?.on('message', ({ id, args, reply }: Call) => {
  reply.postMessage({ id, result: resolve(args) }); //~ ok invalid-target-origin: a port has no target
  reply.close();
});

parentPort?.addEventListener('message', resolve); //~ ok port-not-started: parentPort is started too
