// A predicate out of sight answers what it is asked; the answer has no effect by itself.
import { hasSession, isJsonRpcRequest, isolate } from "@example/signer";

export class HeartbeatServer {
  #options;

  constructor(options) {
    this.#options = { status: "ready", allowedOrigin: null, window: globalThis.window, ...options };
    this.#receive((request) => {
      this.#options.onEstablish(request.origin, request.source);
      request.source.postMessage({ id: request.data.id, result: this.#options.status }, request.origin);
    });
  }

  #receive(handler) {
    this.#options.window.addEventListener("message", (event) => { //~ ok unenforced-origin-check: what is asked before the comparison does nothing
      if (
        isJsonRpcRequest(event.data) &&
        event.data.method === "status" &&
        (!this.#options.allowedOrigin || this.#options.allowedOrigin === event.origin)
      ) {
        handler(event);
      }
    });
  }
}

let known = 0;
window.addEventListener("message", (event) => { //~ ok missing-origin-check: nothing more than a question, the answer is counted
  if (hasSession(event.data.session)) known += 1;
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  if (isJsonRpcRequest(event.data)) document.body.classList.add(event.data.theme);
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium: no question, though it begins like one
  isolate(event.data.frame);
});
