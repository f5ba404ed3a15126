// Calls into the pricing engine, which lives in a SharedWorker.
const waiting = new Map();

function settle({ data }) {
  waiting.get(data.id)?.(data.result);
  waiting.delete(data.id);
}

/** Never gets an answer: a port that has an event listener delivers nothing before start(). */
export function connect() {
  const { port } = new SharedWorker('/pricing.js');
  port.addEventListener('message', settle); //~ port-not-started `port.addEventListener('message', settle)` medium
  return (call) => send(port, call);
}

export function connectStarted() {
  const { port } = new SharedWorker('/pricing.js');
  port.addEventListener('message', settle); //~ ok port-not-started: started below
  port.start();
  return (call) => send(port, call);
}

function send(port, call) {
  return new Promise((resolve) => {
    const id = crypto.randomUUID();
    waiting.set(id, resolve);
    port.postMessage({ id, call });
  });
}
