// Events and what they are about. A protocol may have types of its own that are called like those of the platform.
const worker = new Worker('/input.js');
const canvas = document.querySelector('canvas');

canvas?.addEventListener('pointermove', (event) => {
  worker.postMessage({ at: event }); //~ uncloneable-message `event` medium
  worker.postMessage({ target: event.target }); //~ uncloneable-message `event.target`
  worker.postMessage({ x: event.offsetX, y: event.offsetY, type: event.type }); //~ ok uncloneable-message: numbers and a text
});

window.addEventListener('resize', (event) => {
  worker.postMessage(event); //~ uncloneable-message `event`
});

document.onkeydown = (event) => {
  worker.postMessage({ key: event.key, detail: event }); //~ uncloneable-message `event`
};

document.addEventListener('drop', (event) => {
  worker.postMessage({ data: event.dataTransfer }); //~ uncloneable-message `event.dataTransfer`
  worker.postMessage({ files: [...event.dataTransfer.files] }); //~ ok uncloneable-message: files are cloned
});

document.addEventListener('touchmove', (event) => {
  worker.postMessage({ touches: event.touches }); //~ uncloneable-message `event.touches`
});

document.addEventListener('app:saved', (event) => {
  worker.postMessage({ detail: event.detail }); //~ ok uncloneable-message: what the program put there
});

export function relay(emitter: { addEventListener(name: string, listener: (event: unknown) => void): void }): void {
  emitter.addEventListener('progress', (event) => {
    worker.postMessage(event); //~ ok uncloneable-message: an emitter of the program's own may say plain things
  });
}

export function pressed(event: KeyboardEvent, target: EventTarget): void {
  worker.postMessage({ event }); //~ uncloneable-message `event`
  worker.postMessage({ target }); //~ uncloneable-message `target`
  worker.postMessage({ code: event.code }); //~ ok uncloneable-message: a text
}

export function touched(touches: TouchList): void {
  worker.postMessage({ touches }); //~ uncloneable-message `touches`
  worker.postMessage({ points: Array.from(touches, (touch) => [touch.clientX, touch.clientY]) }); //~ ok uncloneable-message: numbers
}

export function style(): void {
  worker.postMessage({ style: document.body.style }); //~ uncloneable-message `document.body.style`
  worker.postMessage({ style: canvas?.style }); //~ ok uncloneable-message: nothing where there is no canvas
  worker.postMessage({ items: document.querySelectorAll('li') }); //~ uncloneable-message `document.querySelectorAll('li')`
  worker.postMessage({ page: document }); //~ uncloneable-message `document`
  worker.postMessage({ here: location }); //~ uncloneable-message `location`
  worker.postMessage({ view: window }); //~ uncloneable-message `window`
  worker.postMessage({ channel: new MessageChannel() }); //~ uncloneable-message `new MessageChannel()`
  worker.postMessage({ made: new CustomEvent('made') }); //~ uncloneable-message `new CustomEvent('made')`
}
