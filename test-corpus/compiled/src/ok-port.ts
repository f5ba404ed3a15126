// A port from an authenticated message, a channel of the page's own, a worker.
import { serve } from './view';

const HOST = 'https://app.example.com';

window.addEventListener('message', (event) => {
  if (event.origin !== HOST || event.data?.type !== 'connect') return;
  const [port] = event.ports;
  port.onmessage = (message) => serve(message.data);
});

const { port1, port2 } = new MessageChannel();
port1.addEventListener('message', (message) => serve(message.data));
port1.start();
window.parent.postMessage('connect', HOST, [port2]);

const worker = new Worker('/worker.js');
worker.onmessage = ({ data }) => serve(data);
