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
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
    document.title = event.data.title;
  });
}
here();
