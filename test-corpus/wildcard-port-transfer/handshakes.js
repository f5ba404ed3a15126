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

// What was asked of a message is known where it is asked again, in whatever function.
const isHello = (message) => message.type === 'hello';
const isOpen = (message) => {
  return message.type === 'open';
};

export class Courier {
  constructor(remote) {
    this.remote = remote;
    this.remoteOrigin = null;
  }

  // Nobody's origin is known before the first answer.
  target(message) {
    if (isHello(message)) return '*';
    if (!this.remoteOrigin) throw new Error('no answer yet');
    return this.remoteOrigin;
  }

  send(message) {
    if (isHello(message)) {
      this.remote.postMessage('hello', this.target(message)); //~ ok wildcard-target-origin: a constant handshake
      return null;
    }
    if (!isOpen(message)) return null;
    const { port1, port2 } = new MessageChannel();
    this.remote.postMessage('open', this.target(message), [port2]); //~ ok wildcard-port-transfer: for a message of this type the helper names the origin
    return port1;
  }
}

export class HastyCourier {
  constructor(remote) {
    this.remote = remote;
    this.remoteOrigin = null;
  }

  target(message) {
    return isOpen(message) ? '*' : this.remoteOrigin; //~ wildcard-port-transfer `'*'`
  }

  send(message) {
    switch (message.type) {
      case 'hello':
        this.remote.postMessage('hello', this.target(message));
        return null;
      case 'open': {
        const { port1, port2 } = new MessageChannel();
        this.remote.postMessage('open', this.target(message), [port2]);
        return port1;
      }
    }
  }

  resend(message) {
    if (isHello(message)) return;
    message = { ...this.last, type: message.fresh };
    const { port1, port2 } = new MessageChannel();
    this.remote.postMessage('again', isHello(message) ? '*' : this.remoteOrigin, [port2]); //~ wildcard-port-transfer `'*'`
    this.line = port1;
  }

  dispose() {
    this.line.close();
  }
}
