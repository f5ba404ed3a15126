// Node loses what is posted after the close as browsers do.
import { BroadcastChannel, MessageChannel, parentPort } from 'node:worker_threads';

export function finish(report) {
  const progress = new BroadcastChannel('progress');
  progress.close();
  progress.postMessage(report); //~ use-after-close `progress.postMessage(report)` medium
}

export function pair(peer) {
  const { port1, port2 } = new MessageChannel();
  peer.postMessage({ port: port2 }, [port2]);
  port1.close();
  port1.postMessage('late'); //~ use-after-close `port1.postMessage('late')` medium
}

export function goodbye(code) {
  parentPort.postMessage({ type: 'exit', code }); //~ ok use-after-close: before the close
  parentPort.close();
}
