// Nothing in this file tells whether it runs in a window or in a worker.
const commands = { sum: (a, b) => a + b, list: () => [] };

self.onmessage = (event) => { //~ missed unauthenticated-listener `self.onmessage`: a file that only says `self.onmessage` is taken for a worker's
  commands[event.data.name](...event.data.values);
};
