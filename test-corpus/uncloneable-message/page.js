// Pages and frames: elements, events and windows are no messages.
const APP = 'https://app.example.com';
const frame = document.querySelector('iframe');

export function sendForm() {
  const form = document.querySelector('form');
  frame.contentWindow.postMessage({ type: 'form', form }, APP); //~ uncloneable-message `form` medium
}

export function sendFields() {
  const form = document.querySelector('form');
  frame.contentWindow.postMessage({ type: 'form', fields: Object.fromEntries(new FormData(form)) }, APP); //~ ok uncloneable-message: the values of the form
}

export function sendRect(element) {
  const rect = element.getBoundingClientRect();
  frame.contentWindow.postMessage({ type: 'rect', rect }, APP); //~ ok uncloneable-message: a DOMRect is cloned
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  navigator.serviceWorker.controller.postMessage(event); //~ uncloneable-message `event`
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  navigator.serviceWorker.controller.postMessage(event.data); //~ ok uncloneable-message: its data was cloned before
});

export function register() {
  frame.contentWindow.postMessage({ type: 'register', owner: window }, APP); //~ uncloneable-message `window`
}

export function where() {
  frame.contentWindow.postMessage({ type: 'where', location }, APP); //~ uncloneable-message `location`
}

export function whereText() {
  frame.contentWindow.postMessage({ type: 'where', path: location.pathname }, APP); //~ ok uncloneable-message: text
}

export function list() {
  const items = document.querySelectorAll('li');
  frame.contentWindow.postMessage({ items }, APP); //~ uncloneable-message `items`
}

export function listTexts() {
  const items = [...document.querySelectorAll('li')].map((item) => item.textContent);
  frame.contentWindow.postMessage({ items }, APP); //~ ok uncloneable-message: an array of texts
}

export function cancellable() {
  const controller = new AbortController();
  frame.contentWindow.postMessage({ type: 'load', signal: controller.signal }, APP); //~ uncloneable-message `controller.signal`
}

function siteName() {
  const named = document.querySelector('head > meta[property="og:site_name"]');
  return named ? named.content : document.title;
}

export function describe() {
  frame.contentWindow.postMessage({ type: 'site', name: siteName() }, APP); //~ ok uncloneable-message: the text of a meta element
}

export function sendTemplate() {
  const template = document.createElement('template');
  frame.contentWindow.postMessage({ type: 'template', content: template.content }, APP); //~ uncloneable-message `template.content`
}

const bus = {
  postMessage(message) {
    for (const listener of this.listeners) listener(message);
  },
  listeners: [],
};

export function local() {
  bus.postMessage({ done: () => bus.listeners.pop() }); //~ ok uncloneable-message: a method of this file, no clone
}

export function extension(port) {
  port.postMessage({ done: () => port.disconnect() }); //~ ok uncloneable-message: what receives is not known
}

// Two ways of drawing behind one interface: which of them is used goes with what it is given.
class WorkerRenderer {
  constructor(worker) {
    this.worker = worker;
  }
  draw(request) {
    this.worker.postMessage({ type: 'draw', frame: request.frame }); //~ noise uncloneable-message `request.frame`: a canvas is drawn here in the page only
  }
}

class PageRenderer {
  draw(request) {
    document.querySelector('canvas').getContext('2d').drawImage(request.frame, 0, 0);
  }
}

export function start(settings) {
  const renderer = settings.useWorker ? new WorkerRenderer(new Worker('/draw.js')) : new PageRenderer();
  if (settings.transfer === 'canvas') renderer.draw({ frame: document.createElement('canvas') });
}

// Learns from the exception whether messages are cloned at all.
let clonesMessages = false;
try {
  window.postMessage(document.createElement('a'), location.origin); //~ ok uncloneable-message: the exception is what is asked for
} catch (error) {
  clonesMessages = error.name === 'DataCloneError';
}

export class Portal {
  constructor(frame, options) {
    this.frame = frame;
    this.state = { open: false, title: options.title, onOpen: () => options.opened(this), onClose: () => options.closed(this) };
  }

  render() {
    const { onOpen, onClose, ...state } = this.state;
    this.frame.contentWindow.postMessage({ state, clonesMessages }, 'https://portal.example.com'); //~ ok uncloneable-message: the callbacks stay behind
  }

  renderWhole() {
    const { onOpen, ...state } = this.state;
    this.frame.contentWindow.postMessage(state, 'https://portal.example.com'); //~ uncloneable-message `state`
  }
}

// The methods are put back one by one, under names that are not told apart.
export class Wire {
  constructor(peer) {
    this.peer = peer || {
      listen: (callback) => window.addEventListener('notice', callback),
      unlisten: (callback) => window.removeEventListener('notice', callback),
      post: (notice) => window.postMessage(notice, location.origin), //~ ok uncloneable-message: a callback is given to `listen`
    };
    for (const name of Object.keys(this.peer)) {
      Object.defineProperty(this.peer, name, { value: this.peer[name], writable: false });
    }
  }

  ask(question) {
    return new Promise((resolve) => {
      const answer = (event) => resolve(event.detail);
      this.peer.listen(answer);
      this.peer.post({ question });
    });
  }
}

// Either a worker fetches, or the page does; what it needs for that is not in the worker's message.
const fetcher = new Worker('/fetcher.js');

const attempt = async (useWorker, options) => {
  if (useWorker) {
    fetcher.postMessage({ url: '/token', options }); //~ ok uncloneable-message: the signal is there on the other way only
    return null;
  }
  const controller = new AbortController();
  options.signal = controller.signal;
  return fetch('/token', options);
};

export async function token(useWorker) {
  const options = { method: 'POST' };
  let response;
  for (let left = 3; left > 0; left -= 1) {
    try {
      response = await attempt(useWorker, options);
      break;
    } catch (error) {
      console.warn(error);
    }
  }
  return response;
}

export function prefetch() {
  const job = { url: '/token' };
  job.signal = new AbortController().signal;
  fetcher.postMessage(job); //~ uncloneable-message `job`
}
