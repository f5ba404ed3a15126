// The same on sockets, sources and ports, each in a file's own style.
import { show } from './view';

export function follow(source: EventSource): () => void {
  const onSource = (event: MessageEvent) => show(event.data);
  source.addEventListener('message', onSource, true);
  return () => source.removeEventListener('message', onSource); //~ listener-removal-mismatch `onSource` medium
}

export function followSocket(socket: WebSocket): () => void {
  const onSocket = (event: MessageEvent) => show(event.data);
  socket.addEventListener('message', onSocket, { capture: true, passive: true });
  return () => socket.removeEventListener('message', onSocket, { capture: true }); //~ ok listener-removal-mismatch: the same phase
}

export function followPort(port: MessagePort): () => void {
  function onPort(event: MessageEvent): void {
    show(event.data);
  }
  port.addEventListener('message', onPort);
  port.start();
  return () => port.removeEventListener('message', onPort, false); //~ ok listener-removal-mismatch: false is the default
}

export function followWorker(worker: Worker): () => void {
  function onWorker(event: MessageEvent): void {
    show(event.data);
  }
  worker.addEventListener('message', onWorker, { passive: true });
  return () => worker.removeEventListener('message', onWorker); //~ ok listener-removal-mismatch: only the phase counts
}
