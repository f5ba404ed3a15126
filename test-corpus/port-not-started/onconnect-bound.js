// The handler of `connect` is a bound method, a bound function or an object.
class Rooms {
  constructor() {
    this.ports = new Set();
    self.addEventListener('connect', this.join.bind(this));
  }

  join({ ports: [port] }) {
    this.ports.add(port);
    port.addEventListener('message', (event) => this.tell(event.data)); //~ port-not-started `port.addEventListener('message', (event) => this.tell(event.data))` medium
  }

  tell(text) {
    for (const port of this.ports) port.postMessage(text);
  }
}
new Rooms();

function accept(log, event) {
  const port = event.ports[0];
  port.addEventListener('message', (message) => log.push(message.data)); //~ port-not-started `port.addEventListener('message', (message) => log.push(message.data))`
}
self.addEventListener('connect', accept.bind(null, []));

function greet(log, event) {
  const [port] = event.ports;
  port.addEventListener('message', (message) => log.push(message.data)); //~ ok port-not-started: started below
  port.start();
}
self.onconnect = greet.bind(null, []);

self.addEventListener('connect', {
  handleEvent(event) {
    event.ports[0].addEventListener('message', (message) => console.log(message.data)); //~ port-not-started `event.ports[0].addEventListener('message', (message) => console.log(message.data))`
  },
});
