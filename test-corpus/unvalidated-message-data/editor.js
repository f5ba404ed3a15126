// An editor in a frame: its own objects, listeners as methods, workers.
const HOST = 'https://host.example.com';

class Editor {
  constructor() {
    this.text = '';
    this.cursor = null;
    this.marks = new Map();
    window.addEventListener('message', this.onHost.bind(this));
    window.addEventListener('message', (event) => this.onCursor(event));
  }

  onHost({ origin, data }) {
    if (origin !== HOST) return;
    switch (data.command) {
      case 'load':
        this.text = data.text; //~ unvalidated-message-data `data.text` low
        break;
      case 'mark':
        this.marks.set(data.line, data.mark);
        break;
      case 'clear':
        this.text = ''; //~ ok unvalidated-message-data: a constant
        break;
    }
  }

  onCursor(event) {
    if (event.origin !== HOST) return;
    const { line, column } = event.data;
    if (!Number.isInteger(line) || !Number.isInteger(column)) return;
    this.cursor = { line, column }; //~ ok unvalidated-message-data: both are integers
  }
}

const worker = new Worker('parse.js');
let tree = null;
worker.addEventListener('message', ({ data }) => {
  tree = data.tree; //~ ok unvalidated-message-data: the page's own worker
});

let zoom = 1;
let view = null;
window.addEventListener('message', ({ origin, data }) => {
  if (origin !== location.origin) return;
  view = data.view; //~ ok unvalidated-message-data: only the page's own origin may send it
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== HOST) return;
  zoom = parseFloat(data.zoom); //~ ok unvalidated-message-data: a number
  view = { zoom, at: data.at }; //~ unvalidated-message-data `data.at` low
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== HOST) return;
  if (data.at instanceof DOMRect) view = { at: data.at }; //~ ok unvalidated-message-data: it is of a class
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== HOST) return;
  if (!/^\d+px$/.test(data.size)) return;
  view = { size: data.size }; //~ ok unvalidated-message-data: a pattern has tested it
});

export { Editor, tree, zoom, view };
