// What MDN says about SharedWorker: the page.

//~ spec mdn/SharedWorker: Start the port of a shared worker if you listen with addEventListener
const squares = new SharedWorker("/squares.js");
squares.port.addEventListener("messageerror", () => {});
squares.port.addEventListener("message", (event) => { //~ ok port-not-started: started below
  document.querySelector("#square").textContent = event.data;
});
squares.port.start();

const cubes = new SharedWorker("/cubes.js");
cubes.port.addEventListener("messageerror", () => {});
cubes.port.addEventListener("message", (event) => { //~ port-not-started `cubes.port.addEventListener("message", (event) => {…` medium
  document.querySelector("#cube").textContent = event.data;
});

//~ spec mdn/SharedWorker/port: Messages come through the port of the worker, not through the worker
const roots = new SharedWorker("/roots.js");
roots.onmessage = (event) => { //~ dead-message-listener `roots.onmessage` medium
  document.querySelector("#root").textContent = event.data;
};

const logarithms = new SharedWorker("/logarithms.js");
logarithms.port.onmessageerror = () => {};
logarithms.port.onmessage = (event) => { //~ ok dead-message-listener: on the port
  document.querySelector("#logarithm").textContent = event.data;
};

export function square(number) {
  squares.port.postMessage(number);
  cubes.port.postMessage(number);
  roots.port.postMessage(number);
  logarithms.port.postMessage(number);
}
