// Handlers that only write down what came.
import debug from 'debug';
import pino from 'pino';
import { BaseLogger } from '@acme/agent';
import { journal, rootLogger } from './journal.js';

const say = debug('frames');
const logger = pino();

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a log has no effect
  say('message %o', event.data.type);
  logger.info({ type: event.data.type });
});

class Logger extends BaseLogger {
  static prefix = 'frames: ';
}

window.addEventListener('message', (event) => { //~ ok missing-origin-check: loggers of a base class that is out of sight, and of another file
  Logger.debug('not from the frame', event.data);
  rootLogger.warn(`unknown ${event.data.type}`);
});

export class Channel {
  constructor(options) {
    this._logger = options.logger;
    window.addEventListener('message', ({ data }) => { //~ ok missing-origin-check: a logger that a caller gave
      this._logger?.error('not understood', data);
    });
  }
}

// An uploader writes what it does not understand to the log of what it is part of.
export class Uploader {
  constructor(host, popup, allowed) {
    window.addEventListener('message', (event) => { //~ ok missing-origin-check: the origin is asked before anything but the log is told
      if (event.source !== popup) {
        host.log(`not from the window that signs in: ${JSON.stringify(event.data)}`, 'warning');
        return;
      }
      if (event.origin !== allowed) return;
      host.finish(event.data.token);
    });
  }
}

export class Notifier {
  constructor(host, popup, allowed) {
    window.addEventListener('message', (event) => {
      if (event.source !== popup) {
        host.info(`not from the window that signs in: ${JSON.stringify(event.data)}`);
        return;
      }
      if (event.origin !== allowed) return; //~ unenforced-origin-check `event.origin !== allowed`
      host.finish(event.data.token);
    });
  }
}

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  rootLogger.configure(event.data.level);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  journal.info(event.data.text);
});

// A decoder is given what a field may hold; to ask whether it is among that does nothing.
function decode(field, allowed) {
  if (Array.isArray(allowed) && !allowed.includes(field)) throw new TypeError('field');
}

export function listenFor(widget, kinds) {
  let seen = 0;
  window.addEventListener('message', (event) => { //~ ok missing-origin-check: it is counted, nothing more
    decode(event.data.kind, kinds);
    if (widget.kinds.has(event.data.kind) || widget.name.startsWith(event.data.kind)) seen += 1;
  });
}

export function dispatchFor(widget, kinds) {
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
    decode(event.data.kind, kinds);
    widget.load(event.data.kind);
  });
}

// A console of its own for each frame, with methods that the browser's has not.
const settings = {};
const consoleMethod = (method) => (id, ...args) => settings[id]?.console[method](...args);
const logEvent = consoleMethod('event');

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a console, whatever its methods are called
  const [id, type] = String(event.data).split(':');
  logEvent(id, type);
});

export function setUp(id, console, panel) {
  settings[id] = { console, panel };
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
    settings[id].panel.event(event.data.type);
  });
}

// A test looks at what a frame was sent.
export function expectSearch(frame, expect, done) {
  frame.contentWindow.addEventListener('message', (event) => { //~ ok missing-origin-check: compared by an assertion
    expect(event.data.type).toBe('search');
    done();
  });
}
