// Listeners that each call adds for its own answer.
const APP = 'https://app.example.com';

export const loop = {
  soon(run: () => void) {
    addEventListener('message', ({ source, data }) => { //~ listener-not-removed `addEventListener('message', ({ source, data }) => {…` medium
      if (source === window && data === 'soon') run();
    });
    window.postMessage('soon', location.origin);
  },
};

export function ask(frame: HTMLIFrameElement, question: string): Promise<string> {
  return new Promise((resolve) => {
    window.addEventListener('message', (event) => { //~ listener-not-removed `window.addEventListener('message', (event) => {…`
      if (event.origin === APP && event.data.question === question) resolve(event.data.answer);
    });
    frame.contentWindow!.postMessage({ question }, APP);
  });
}

export function askOnce(frame: HTMLIFrameElement, question: string): Promise<string> {
  return new Promise((resolve) => {
    const hear = (event: MessageEvent) => {
      if (event.origin !== APP || event.data.question !== question) return;
      window.removeEventListener('message', hear);
      resolve(event.data.answer);
    };
    window.addEventListener('message', hear); //~ ok listener-not-removed: it removes itself
    frame.contentWindow!.postMessage({ question }, APP);
  });
}

class Client {
  constructor(private frame: HTMLIFrameElement) {}

  ready(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      window.addEventListener('message', (event) => { //~ ok listener-not-removed: the signal ends it
        if (event.origin === APP && event.data === 'ready') resolve();
      }, { signal });
    });
  }

  async version(): Promise<string> {
    const answer = new Promise<string>((resolve) => {
      window.addEventListener('message', (event) => { //~ listener-not-removed `window.addEventListener('message', (event) => {…`
        if (event.origin === APP && event.data.version) resolve(event.data.version);
      });
    });
    this.frame.contentWindow!.postMessage('version', APP);
    return answer;
  }
}
export { Client };

export function listen(hear: (data: unknown) => void) {
  window.addEventListener('message', (event) => { //~ ok listener-not-removed: a set-up, for all messages to come
    if (event.origin === APP) hear(event.data);
  });
  parent.postMessage('listening', APP);
}

const loaded = new Promise<void>((resolve) => {
  window.addEventListener('message', (event) => { //~ ok listener-not-removed: once, when the file is run
    if (event.origin === APP && event.data === 'loaded') resolve();
  });
});
export { loaded };
