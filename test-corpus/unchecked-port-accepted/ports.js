// A port is a line to its sender that outlives the message; taking it from anybody gives anybody the line.
import { serve, accept } from './rpc.js';

let port = null;
const ports = [];
const state = { port: null };

window.addEventListener('message', (event) => {
  port = event.ports[0]; //~ unchecked-port-accepted `event.ports[0]` high
});

window.addEventListener('message', (event) => {
  if (event.data !== 'connect') return;
  state.port = event.ports[0]; //~ unchecked-port-accepted `event.ports[0]`
});

window.addEventListener('message', (event) => {
  const [channel] = event.ports; //~ unchecked-port-accepted `event.ports`
  channel.onmessage = (message) => serve(message.data);
});

window.addEventListener('message', ({ data, ports: received }) => {
  if (data.type === 'init') serve(received[0]); //~ unchecked-port-accepted `received[0]`
});

window.addEventListener('message', (event) => {
  if (event.ports.length > 0) ports.push(event.ports[0]); //~ unchecked-port-accepted `event.ports[0]`
});

window.addEventListener('message', (event) => {
  event.ports[0].onmessage = (message) => accept(message.data); //~ unchecked-port-accepted `event.ports[0]`
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://app.example.com') return;
  port = event.ports[0]; //~ ok unchecked-port-accepted: handed over in an authenticated message
});

window.addEventListener('message', (event) => {
  if (event.origin !== location.origin) return;
  const [channel] = event.ports;
  channel.onmessage = (message) => serve(message.data); //~ ok unchecked-port-accepted: messages on this port need no check of their own
});

window.addEventListener('message', (event) => {
  console.debug('ports:', event.ports.length); //~ ok unchecked-port-accepted: counted, not kept
});

window.addEventListener('message', (event) => {
  if (event.ports[0]) console.debug('a port came along'); //~ ok unchecked-port-accepted: looked at, not kept
});

window.addEventListener('message', (event) => {
  for (const received of event.ports) received.close(); //~ ok unchecked-port-accepted: every port is turned away
});
