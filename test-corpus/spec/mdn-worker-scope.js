/// <reference lib="webworker" />
// What MDN says about messages in workers: the worker.

//~ spec mdn/DedicatedWorkerGlobalScope/message_event: A worker hears the page that started it; there is no origin to check
self.onmessage = (event) => { //~ ok missing-origin-check: only its own page speaks to it
  const [first, second] = event.data;
  self.postMessage(`sum: ${first + second}`); //~ ok wildcard-target-origin: a worker has no target origin
};

self.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return; //~ impossible-origin-check `event.origin !== "https://app.example.com"`: it posts as its scope, which a service worker cannot
  self.postMessage(event.data.text);
});

//~ spec mdn/DedicatedWorkerGlobalScope/postMessage: The second argument is a list of what to transfer
export function answer(size) {
  const buffer = new ArrayBuffer(size);
  self.postMessage(buffer, [buffer]); //~ ok invalid-target-origin: a list
}

export function answerForAll(result) {
  self.postMessage(result, "*"); //~ invalid-target-origin `"*"` medium
}
