// A shared worker and what compiles for it.
const compilers = new Map();

onconnect = (event) => {
  const [port] = event.ports;
  port.onmessage = ({ data }) => { //~ missing-messageerror-handler `port.onmessage` low
    port.postMessage({ id: data.id, module: compilers.get(data.name) });
  };
};

self.addEventListener('connect', (event) => {
  const port = event.ports[0];
  port.addEventListener('message', ({ data }) => console.log(data.name)); //~ ok missing-messageerror-handler: the next lines tell the page
  port.addEventListener('messageerror', () => port.postMessage({ error: 'unreadable' }));
  port.start();
});

self.onmessage = ({ data }) => compilers.set(data.name, data.module); //~ ok missing-messageerror-handler: the scope of a worker

export function compile(worker, source) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { //~ missing-messageerror-handler `port1.onmessage` low
      port1.close();
      data.error ? reject(data.error) : resolve(data.module);
    };
    worker.postMessage({ source }, [port2]);
  });
}

export function compileSafely(worker, source) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { //~ ok missing-messageerror-handler: a failure rejects
      port1.close();
      resolve(data.module);
    };
    port1.onmessageerror = () => {
      port1.close();
      reject(new Error('the module cannot be shared with this worker'));
    };
    worker.postMessage({ source }, [port2]);
  });
}

export function relay(first, second) {
  const { port1, port2 } = new MessageChannel();
  first.postMessage('peer', [port1]); //~ ok missing-messageerror-handler: read elsewhere
  second.postMessage('peer', [port2]);
}

let task = null;
const ticks = new MessageChannel();
ticks.port1.onmessage = () => task?.(); //~ ok missing-messageerror-handler: both ends stay here
export function soon(next) {
  task = next;
  ticks.port2.postMessage(null);
}
