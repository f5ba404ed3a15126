/// <reference lib="webworker" />
// What MDN says about SharedWorker: the worker.

//~ spec mdn/SharedWorkerGlobalScope/connect_event: Each page that connects brings a port, which is started or has an onmessage
const pages = new Set();

self.addEventListener("connect", (event) => {
  const [port] = event.ports;
  port.addEventListener("message", (message) => port.postMessage(message.data ** 2)); //~ ok port-not-started: started below
  port.addEventListener("messageerror", () => port.close());
  port.start();
});

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  port.addEventListener("message", (message) => port.postMessage(message.data ** 2)); //~ port-not-started `port.addEventListener("message", (message) => port.postMessage(message.data ** 2))` medium
  port.addEventListener("messageerror", () => port.close());
});

//~ spec mdn/SharedWorker: All pages that share the worker are of one origin
self.onconnect = (event) => {
  const port = event.ports[0];
  pages.add(port); //~ ok unchecked-port-accepted: a page of the same origin
  port.onmessageerror = () => pages.delete(port);
  port.onmessage = (message) => {
    for (const page of pages) page.postMessage(message.data);
  };
};

self.addEventListener("connect", (event) => {
  if (event.origin !== "https://app.example.com") return; //~ missed impossible-origin-check `event.origin !== "https://app.example.com"`: the origin of a connect event is not known to be empty
  const port = event.ports[0];
  pages.add(port);
  port.onmessageerror = () => pages.delete(port);
  port.onmessage = (message) => port.postMessage(message.data);
});
