// Ports kept in tables and fields.
import { handle } from './rpc.mjs';

const ports = { control: new SharedWorker('/control.js').port, data: new SharedWorker('/data.js').port };

ports.control.addEventListener('message', (event) => handle('control', event.data)); //~ ok port-not-started: started by connect()
ports.data.addEventListener('message', (event) => handle('data', event.data)); //~ port-not-started `ports.data.addEventListener('message', (event) => handle('data', event.data))` medium

export function connect() {
  ports.control.start();
  ports.data.postMessage('connect');
}

const telemetry = new SharedWorker('/telemetry.js');

function bind(name) {
  telemetry.port.addEventListener(name, (event) => handle(name, event.data)); //~ port-not-started `telemetry.port.addEventListener(name, (event) => handle(name, event.data))`
}

bind('message');
