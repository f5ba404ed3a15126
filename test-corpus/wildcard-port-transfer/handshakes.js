// How a page and its frames come to a private line: libraries for frames, panels and sandboxes.
const REMOTE = 'https://panel.example.com';

export function connect(frame) {
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow.postMessage({ type: 'connect' }, '*', [port2]); //~ wildcard-port-transfer `'*'` high
  return port1;
}

export function connectExactly(frame) {
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow.postMessage({ type: 'connect' }, REMOTE, [port2]); //~ ok wildcard-port-transfer: an exact target origin
  return port1;
}

export function expose(api, { targetOrigin = '*' } = {}) { //~ wildcard-port-transfer `'*'`
  const channel = new MessageChannel();
  window.parent.postMessage({ methods: Object.keys(api) }, { targetOrigin, transfer: [channel.port2] });
  return channel.port1;
}

export function whenLoaded(src) {
  const frame = document.createElement('iframe');
  const channel = new MessageChannel();
  frame.src = src;
  frame.addEventListener('load', () => {
    frame.contentWindow.postMessage('init', '*', [channel.port2]); //~ wildcard-port-transfer `'*'`
  });
  document.body.append(frame);
  return channel.port1;
}

// A frame without `allow-same-origin` has no origin that could be named.
export function inSandbox(code) {
  const frame = document.createElement('iframe');
  const channel = new MessageChannel();
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = code;
  frame.addEventListener('load', () => {
    frame.contentWindow.postMessage('init', '*', [channel.port2]); //~ ok wildcard-port-transfer: an opaque origin is reached by the wildcard alone
  });
  document.body.append(frame);
  return channel.port1;
}

export class Panel {
  #channel = new MessageChannel();
  #origin;

  constructor(element, options) {
    this.element = element;
    this.#origin = options.origin || '*'; //~ wildcard-port-transfer `'*'`
  }

  open() {
    const transfer = [];
    transfer.push(this.#channel.port2);
    this.element.contentWindow.postMessage({ kind: 'open', at: Date.now() }, this.#origin, transfer);
  }

  close() {
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}

export class StrictPanel {
  #channel = new MessageChannel();

  constructor(element, options) {
    this.element = element;
    this.origin = new URL(options.url).origin;
  }

  open() {
    this.element.contentWindow.postMessage('open', this.origin, [this.#channel.port2]); //~ ok wildcard-port-transfer: the origin of the configured address
  }

  close() {
    this.#channel.port1.close();
  }
}

// A popup asks, the opener answers with a line of its own.
const pending = new MessageChannel();

export function openTool(url) {
  const tool = window.open(url, 'tool', 'width=480');
  const options = { transfer: [pending.port2] };
  options.targetOrigin = '*'; //~ wildcard-port-transfer `'*'`
  tool.postMessage({ hello: true }, options); //~ post-before-ready `tool.postMessage({ hello: true }, options)`
}

export function openOwnTool() {
  const tool = window.open('/tool.html', 'tool', 'width=480');
  //~v post-before-ready `tool.postMessage({ hello: true }, { transfer: [pending.port2] })`
  tool.postMessage({ hello: true }, { transfer: [pending.port2] }); //~ ok wildcard-port-transfer: options without a target origin reach the same origin only
}

export function openThere() {
  const tool = window.open('/tool.html', 'tool');
  //~v post-before-ready `tool.postMessage({ hello: true }, location.origin, [pending.port2])`
  tool.postMessage({ hello: true }, location.origin, [pending.port2]); //~ ok wildcard-port-transfer: the page's own origin
}
