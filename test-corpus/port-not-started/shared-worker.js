// A SharedWorker's own script: each connection brings a port.
self.addEventListener('connect', (event) => {
  const port = event.ports[0];
  port.addEventListener('message', (message) => port.postMessage(message.data)); //~ port-not-started `port.addEventListener('message', (message) => port.postMessage(message.data))` medium
});

self.addEventListener('connect', ({ ports: [port] }) => {
  port.addEventListener('message', (message) => port.postMessage(message.data)); //~ ok port-not-started: started below
  port.start();
});

self.addEventListener('connect', (event) => {
  const port = event.ports[0];
  port.onmessage = (message) => port.postMessage(message.data); //~ ok port-not-started: onmessage starts the port
});
