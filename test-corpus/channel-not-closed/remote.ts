// Objects that are offered over ports: one function sets up every port, and the handler that it makes for a port closes it.
interface Request {
  type: 'GET' | 'APPLY' | 'ENDPOINT' | 'RELEASE';
  path: string[];
  args: unknown[];
}

interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: string, listener: (event: MessageEvent) => void): void;
  removeEventListener(type: string, listener: (event: MessageEvent) => void): void;
  start?(): void;
}

function isPort(endpoint: Endpoint): endpoint is MessagePort {
  return endpoint.constructor.name === 'MessagePort';
}

function closeEndpoint(endpoint: Endpoint): void {
  if (isPort(endpoint)) endpoint.close();
}

function expose(target: any, endpoint: Endpoint): void {
  endpoint.addEventListener('message', function onRequest(event) {
    const { type, path, args } = event.data as Request;
    const value = path.reduce((object, name) => object[name], target);
    let answer: unknown;
    let transfer: Transferable[] = [];
    switch (type) {
      case 'GET':
        answer = value;
        break;
      case 'APPLY':
        answer = value(...args);
        break;
      case 'ENDPOINT': {
        const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: the handler that is made for its port closes that
        expose(target, port2);
        answer = port1;
        transfer = [port1];
        break;
      }
    }
    Promise.resolve(answer).then((settled) => {
      endpoint.postMessage(settled, transfer);
      if (type === 'RELEASE') {
        endpoint.removeEventListener('message', onRequest);
        closeEndpoint(endpoint);
      }
    });
  });
  endpoint.start?.();
}

export function offer(target: object): [MessagePort, Transferable[]] {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: the same, for the port that stays
  expose(target, port1);
  return [port2, [port2]];
}

function watch(port: MessagePort, onValue: (value: unknown) => void): void {
  port.addEventListener('message', function onMessage(event) {
    onValue(event.data);
    if (event.data === null) port.removeEventListener('message', onMessage);
  });
  port.start();
}

export function observe(worker: Worker, onValue: (value: unknown) => void): void {
  const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()`
  watch(port1, onValue);
  worker.postMessage({ type: 'OBSERVE' }, [port2]);
}
