// Some kinds of message are checked, others are not.
import { open, resize, signIn } from './shell';

const TRUSTED = 'https://app.example.com';

type Incoming = { type: string; height?: number; token?: string; url?: string };

window.addEventListener('message', (event: MessageEvent<Incoming>) => {
  switch (event.data.type) {
    case 'login':
      if (event.origin !== TRUSTED) return; //~ unenforced-origin-check `event.origin !== TRUSTED`
      signIn(event.data.token);
      break;
    case 'open':
      open(event.data.url);
      break;
  }
});

window.addEventListener('message', (event: MessageEvent<Incoming>) => {
  if (event.data.type === 'login') {
    if (event.origin !== TRUSTED) return; //~ unenforced-origin-check `event.origin !== TRUSTED`
    signIn(event.data.token);
  } else {
    open(event.data.url);
  }
});

window.addEventListener('message', (event: MessageEvent<Incoming>) => {
  const { type, height, token } = event.data;
  if (type === 'resize') {
    resize(height);
    return;
  }
  if (event.origin !== TRUSTED) return; //~ unenforced-origin-check `event.origin !== TRUSTED`
  signIn(token);
});

class Shell {
  private verify(event: MessageEvent): boolean {
    return event.origin === TRUSTED; //~ unenforced-origin-check `event.origin === TRUSTED`
  }

  start(): void {
    window.addEventListener('message', (event: MessageEvent<Incoming>) => {
      if (event.data.type === 'login' && this.verify(event)) signIn(event.data.token);
      if (event.data.type === 'open') open(event.data.url);
    });
  }
}
new Shell().start();

window.addEventListener('message', (event: MessageEvent<Incoming>) => {
  if (event.origin !== TRUSTED) return; //~ ok unenforced-origin-check: checked before the kinds are told apart
  switch (event.data.type) {
    case 'login':
      signIn(event.data.token);
      break;
    case 'open':
      open(event.data.url);
      break;
  }
});

window.addEventListener('message', (event: MessageEvent<Incoming>) => {
  switch (event.data.type) {
    case 'ping':
      console.debug('ping');
      break;
    case 'login':
      if (event.origin !== TRUSTED) return; //~ ok unenforced-origin-check: the unchecked kind does nothing
      signIn(event.data.token);
      break;
  }
});

window.addEventListener('message', (event: MessageEvent<Incoming>) => {
  const trusted = event.origin === TRUSTED; //~ ok unenforced-origin-check: every kind asks for it
  if (event.data.type === 'login' && trusted) signIn(event.data.token);
  else if (event.data.type === 'open' && trusted) open(event.data.url);
});

const frames = new Map<string, HTMLIFrameElement>();

function greet(): void {
  for (const frame of frames.values()) frame.contentWindow!.postMessage({ type: 'init' }, TRUSTED);
}

window.addEventListener('message', (event) => {
  if (event.data === 'ready') {
    greet();
  } else if (frames.has(event.data.id)) {
    if (event.origin !== TRUSTED) throw new Error('unexpected sender'); //~ unenforced-origin-check `event.origin !== TRUSTED` low pedantic: whoever says `ready` is not asked
    document.title = event.data.title;
  }
});
