// The global object by its other names.
function log(event) {
  console.log(event.data);
}
globalThis.onmessage = log; //~ missed unauthenticated-listener `globalThis.onmessage`: a file that only assigns to the global object is taken for a worker's
