// Variables and fields that hold a window at some times and null at others.
import { store } from './store';

let popup: Window | null = null;

export function signIn(): void {
  popup = window.open('https://login.example.com/', 'login');
}

window.addEventListener('message', (event) => {
  if (event.source !== popup) return; //~ nullable-source-check `event.source !== popup`
  store.update(event.data);
});

export class Popup {
  private target: Window | null = null;

  constructor() {
    window.addEventListener('message', this.onMessage);
  }

  open(url: string): void {
    this.target = window.open(url);
  }

  close(): void {
    this.target?.close();
    this.target = null;
  }

  private onMessage = (event: MessageEvent): void => {
    if (event.source === this.target) store.update(event.data); //~ nullable-source-check `event.source === this.target`
  };
}

export class Guarded {
  private target: Window | null = null;

  constructor() {
    window.addEventListener('message', this.onMessage);
  }

  open(url: string): void {
    this.target = window.open(url);
  }

  private onMessage = (event: MessageEvent): void => {
    if (this.target === null || event.source !== this.target) return; //~ ok nullable-source-check: nothing is accepted before the window is there
    store.update(event.data);
  };
}

window.addEventListener('message', (event) => {
  if (event.source !== window.opener) return; //~ nullable-source-check `event.source !== window.opener` medium
  store.update(event.data);
});

window.addEventListener('message', ({ source, data }) => {
  if (source === opener) store.update(data); //~ nullable-source-check `source === opener`
});

export function embed(container: HTMLElement): () => void {
  let frame: HTMLIFrameElement | null = document.createElement('iframe');
  container.append(frame);
  const onMessage = (event: MessageEvent): void => {
    if (event.source != frame?.contentWindow) return; //~ nullable-source-check `event.source != frame?.contentWindow`
    store.update(event.data);
  };
  window.addEventListener('message', onMessage);
  return () => {
    frame?.remove();
    frame = null;
  };
}

export function mount(container: HTMLElement): () => void {
  const frame = document.createElement('iframe');
  container.append(frame);
  const onMessage = (event: MessageEvent): void => {
    if (event.source !== frame.contentWindow) return; //~ ok nullable-source-check: the listener goes together with the frame
    store.update(event.data);
  };
  window.addEventListener('message', onMessage);
  return () => {
    window.removeEventListener('message', onMessage);
    frame.remove();
  };
}

window.addEventListener('message', (event) => {
  if (event.source !== window.opener || event.origin !== 'https://app.example.com') return; //~ ok nullable-source-check: the origin is compared as well
  store.update(event.data);
});

window.addEventListener('message', (event) => {
  if (event.source === null) return;
  if (event.source === popup) store.update(event.data); //~ ok nullable-source-check: a null source was turned away
});
