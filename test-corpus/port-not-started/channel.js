// Channels of a module: listeners on ports that nobody starts, and the ways to start one.
import * as Comlink from 'comlink';
import { attach, handle } from './rpc.js';

const silent = new MessageChannel();
silent.port1.addEventListener('message', (event) => handle(event.data)); //~ port-not-started `silent.port1.addEventListener('message', (event) => handle(event.data))` medium
silent.port1.postMessage('hello');

const { port1, port2 } = new MessageChannel();
//~v port-not-started `port1.addEventListener("message", function (event) {…`
port1.addEventListener("message", function (event) {
  handle(event.data);
});
port2.onmessage = (event) => handle(event.data); //~ ok port-not-started: onmessage starts this end

const crossed = new MessageChannel();
crossed.port1.addEventListener('message', handle); //~ port-not-started `crossed.port1.addEventListener('message', handle)`
crossed.port2.start();

const single = new MessageChannel();
single.port1.addEventListener('message', handle, { once: true }); //~ port-not-started `single.port1.addEventListener('message', handle, { once: true })`

const started = new MessageChannel();
started.port1.addEventListener('message', handle); //~ ok port-not-started: started on the next line
started.port1.start();

const early = new MessageChannel();
early.port1.start();
early.port1.addEventListener('message', handle); //~ ok port-not-started: started before the listener, which loses nothing that comes later

const mixed = new MessageChannel();
mixed.port1.addEventListener('message', handle); //~ ok port-not-started: the assignment below starts the port
mixed.port1.onmessage = (event) => console.log(event.data);

const cleared = new MessageChannel();
cleared.port1.addEventListener('message', handle); //~ ok port-not-started: even the assignment of null starts a port
cleared.port1.onmessage = null;

const guarded = new MessageChannel();
guarded.port1.addEventListener('message', handle); //~ ok port-not-started: started behind a test that the method exists
if (guarded.port1.start) guarded.port1.start();

const optional = new MessageChannel().port1;
optional.addEventListener('message', handle); //~ ok port-not-started: started by an optional call
optional.start?.();

const aliased = new MessageChannel();
const alias = aliased.port1;
alias.addEventListener('message', handle); //~ ok port-not-started: started by its other name
aliased.port1.start();

const handed = new MessageChannel();
handed.port1.addEventListener('message', handle); //~ ok port-not-started: handed to a function out of sight that may start it
attach(handed.port1);

const wrapped = new MessageChannel();
wrapped.port1.addEventListener('message', handle); //~ ok port-not-started: Comlink starts the ports that it is given
Comlink.expose({ handle }, wrapped.port1);

const errors = new MessageChannel();
errors.port1.addEventListener('messageerror', handle); //~ ok port-not-started: this rule is about messages
