// Ports that a message brings.
import { handle } from './rpc';

const APP = 'https://app.example.com';

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  event.ports[0].addEventListener('message', (reply) => handle(reply.data)); //~ port-not-started `event.ports[0].addEventListener('message', (reply) => handle(reply.data))` medium
});

window.addEventListener('message', ({ origin, ports }) => {
  if (origin !== APP) return;
  const [port] = ports;
  port.addEventListener('message', (reply) => handle(reply.data)); //~ port-not-started `port.addEventListener('message', (reply) => handle(reply.data))`
  port.postMessage('ready');
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const port = event.ports[0];
  port.addEventListener('message', (reply) => handle(reply.data)); //~ ok port-not-started: started below
  port.start();
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  for (const port of event.ports) {
    port.addEventListener('message', (reply) => handle(reply.data)); //~ ok port-not-started: each port of the loop is started
    port.start();
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  begin(event.ports[0]);
});

function begin(port: MessagePort): void {
  port.addEventListener('message', (reply) => handle(reply.data)); //~ ok port-not-started: started by the function that is called last
  ready(port);
}

function ready(port: MessagePort): void {
  port.start();
  port.postMessage('ready');
}
