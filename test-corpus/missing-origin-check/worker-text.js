// Code whose text is handed to a worker does not listen in this window.

function Counter() {
  let total = 0;
  onmessage = function (event) { //~ ok missing-origin-check: this function runs in the worker, from its text
    total = event.data.start;
    postMessage(total);
  };
}

const decode = function () {
  self.addEventListener('message', function (event) { //~ ok missing-origin-check: the text of this function is the worker
    apply(event.data.baseUrl);
  });
};

export const counter = new Worker(URL.createObjectURL(new Blob([`(${Counter})()`])));
export const decoder = new Worker(URL.createObjectURL(new Blob(['(' + decode.toString() + ')()'])));

function here() {
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
    document.title = event.data.title;
  });
}
here();

// The text is taken where the worker is made, of whatever that is given.
function startFrom(work) {
  const url = URL.createObjectURL(new Blob([`(${work})()`], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}

function shrink() {
  onmessage = function (event) { //~ ok missing-origin-check: its text is what the worker runs
    const { bitmap, width, height } = event.data;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, width, height);
    canvas.convertToBlob().then((blob) => event.ports[0].postMessage({ blob }));
  };
}

let shrinking;
export function shrinkInWorker() {
  shrinking ??= startFrom(shrink);
  return shrinking;
}

// What is given to a function beside one that is made text of stays here.
function startWith(setup, work) {
  setup();
  return startFrom(work);
}

function preview() {
  onmessage = function (event) { //~ missing-origin-check `onmessage` pedantic
    document.title = event.data.title;
  };
}
export const previewing = () => startWith(preview, shrink);
