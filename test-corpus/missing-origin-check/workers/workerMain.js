// The start of a worker that a loader for both kinds of scope is bundled with.
const loader = {
  load(url, done, failed) {
    if (typeof globalThis.importScripts === 'function') {
      try {
        importScripts(url);
        done();
      } catch (error) {
        failed(error);
      }
      return;
    }
    const script = document.createElement('script');
    script.async = true;
    script.addEventListener('load', done);
    script.src = url;
    document.head.appendChild(script);
  },
};

let started = false;
const early = [];

globalThis.onmessage = (event) => { //~ ok missing-origin-check: it lies among workers, and posts as only a worker can
  if (!started) {
    started = true;
    loader.load(event.data, () => early.splice(0).forEach(handle), (error) => setTimeout(() => { throw error; }));
    return;
  }
  early.push(event);
};

function handle(event) {
  const reply = globalThis.compute(event.data, event.ports);
  globalThis.postMessage(reply, [reply.buffer]); //~ ok wildcard-target-origin: a worker has no target origin
}
