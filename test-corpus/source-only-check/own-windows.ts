// Windows that the page made itself are no attacker's, and stay quiet under the regular profile.
import { store } from './store';

const frame = document.createElement('iframe');
frame.src = 'https://widget.example.com/';
document.body.append(frame);

window.addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow) return; //~ ok source-only-check: the page's own frame
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source === window && event.data.type === 'tick') store.update(event.data); //~ ok source-only-check: the page's own window
});

const frames = Array.from(document.querySelectorAll('iframe'));
window.addEventListener('message', (event) => {
  const sender = frames.find((candidate) => candidate.contentWindow === event.source); //~ ok source-only-check: one of the page's own frames
  if (!sender) return;
  store.update(event.data);
});

const clients = new Map<MessageEventSource, string>();
clients.set(frame.contentWindow!, 'widget');
window.addEventListener('message', (event) => {
  const name = clients.get(event.source!); //~ ok source-only-check: a table of known windows
  if (name === undefined) return;
  store.update(event.data);
});

const known = new WeakSet<object>([frame.contentWindow!]);
window.addEventListener('message', (event) => {
  if (!event.source || !known.has(event.source)) return; //~ ok source-only-check: a set of known windows
  store.update(event.data);
});

export class Dialog {
  constructor(private readonly opener: Window, private readonly expected: string) {
    window.addEventListener('message', (event) => {
      if (event.source !== this.opener || event.origin !== this.expected) return; //~ ok source-only-check: window and origin
      store.update(event.data);
    });
  }
}

export class Embedded {
  private readonly host = window.parent;

  constructor() {
    window.addEventListener('message', this.onMessage);
  }

  private onMessage = (event: MessageEvent): void => {
    if (event.source !== this.host) return; //~ source-only-check `event.source !== this.host`
    store.update(event.data);
  };
}

const { parent: embedder } = window;
window.addEventListener('message', (event) => {
  if (event.source !== embedder) return; //~ source-only-check `event.source !== embedder`
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  const windows = [window.parent, window.top];
  if (!windows.includes(event.source as Window)) return; //~ source-only-check `windows.includes(event.source as Window)`
  store.update(event.data);
});

for (const child of document.querySelectorAll<HTMLIFrameElement>('iframe.card')) {
  window.addEventListener('message', ({ source, data }) => {
    if (source === child.contentWindow) child.height = String(data.height); //~ ok source-only-check: every card listens to its own frame
  });
}
