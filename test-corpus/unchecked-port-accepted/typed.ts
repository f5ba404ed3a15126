// Ports that are kept in fields, given to constructors and listened to.
import { Rpc } from './rpc';
import { isTrusted } from './security';

export class Client {
  private port: MessagePort | undefined;

  constructor() {
    window.addEventListener('message', this.connect, { once: true });
  }

  private connect = (event: MessageEvent): void => {
    this.port = event.ports[0]; //~ unchecked-port-accepted `event.ports[0]`
    this.port.start();
  };
}

export class Checked {
  private port: MessagePort | undefined;

  constructor(private readonly host: string) {
    window.addEventListener('message', this.connect, { once: true });
  }

  private connect = (event: MessageEvent): void => {
    if (event.origin !== this.host) return;
    this.port = event.ports[0]; //~ ok unchecked-port-accepted: the host is compared first
    this.port.start();
  };
}

window.addEventListener('message', (event) => {
  if (event.data?.type !== 'rpc') return;
  new Rpc(event.ports[0]); //~ unchecked-port-accepted `event.ports[0]`
});

window.addEventListener('message', (event) => {
  const port = event.ports.at(0); //~ unchecked-port-accepted `event.ports.at(0)`
  port?.addEventListener('message', (message) => new Rpc(message.data));
  port?.start();
});

window.addEventListener('message', (event) => {
  if (!isTrusted(event.origin)) return;
  new Rpc(event.ports[0]); //~ ok unchecked-port-accepted: an imported predicate was asked
});

const frame = document.createElement('iframe');
frame.src = 'https://widget.example.com/';
document.body.append(frame);

window.addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow) return;
  new Rpc(event.ports[0]); //~ ok unchecked-port-accepted: the page's own frame
});

window.addEventListener('message', (event) => {
  const port = event.ports[0];
  if (event.origin !== 'https://app.example.com') {
    port.close(); //~ ok unchecked-port-accepted: closed for strangers
    return;
  }
  new Rpc(port);
});

export function nextPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    window.addEventListener('message', (event) => resolve(event.ports[0]), { once: true }); //~ unchecked-port-accepted `event.ports[0]`
  });
}

export function trustedPort(origin: string): Promise<MessagePort> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      if (event.origin !== origin) return;
      window.removeEventListener('message', onMessage);
      resolve(event.ports[0]); //~ ok unchecked-port-accepted: the caller says which origin
    };
    window.addEventListener('message', onMessage);
  });
}
