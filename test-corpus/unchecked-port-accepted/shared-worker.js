// The script of a shared worker: who connects has the worker's own origin.
importScripts('/rpc.js');

const clients = new Set();

self.addEventListener('connect', (event) => {
  const client = event.ports[0]; //~ ok unchecked-port-accepted: a shared worker's clients have its own origin
  clients.add(client);
  client.onmessage = (message) => self.serve(message.data);
});

self.onconnect = ({ ports: [client] }) => {
  clients.add(client); //~ ok unchecked-port-accepted: the same, as a handler property
  client.onmessage = (message) => self.serve(message.data);
};
