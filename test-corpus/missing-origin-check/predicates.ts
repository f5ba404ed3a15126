// Conditions that ask who sent the message, and then a function of this file that does more than it says.
import { EventEmitter } from './emitter';
import { register, report, telemetry } from './telemetry';

interface Offer {
  tunnel: { version: string; offers?: string; accepts?: string };
}

const seenVersions = new Set<string>();

function isOffer(message: Offer): boolean {
  const { version } = message.tunnel;
  if (version !== '2.1' && !seenVersions.has(version)) {
    seenVersions.add(version);
    report(version);
  }
  return typeof message.tunnel.offers === 'string';
}

function isFrom(event: MessageEvent, source: Window | null, origin: string): boolean {
  try {
    return source === event.source && origin === new URL(event.origin).origin;
  } catch {
    return false;
  }
}

export function acceptFrom(frame: HTMLIFrameElement, origin: string, connect: (id: string) => void): void {
  window.addEventListener('message', (event) => { //~ ok missing-origin-check: the predicate with an effect is asked behind the check only
    if (isFrom(event, frame.contentWindow, origin) && isOffer(event.data)) connect(event.data.tunnel.offers);
  });
}

window.addEventListener('message', (event) => { //~ ok missing-origin-check: the check comes first here too, and both are left together
  if (event.origin !== 'https://app.example.com' || !isOffer(event.data)) return;
  register(event.data.tunnel.offers);
});

window.addEventListener('message', (event) => {
  //~v unenforced-origin-check `event.origin === 'https://app.example.com'`
  if (isOffer(event.data) && event.origin === 'https://app.example.com') register(event.data.tunnel.offers);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  if (isOffer(event.data)) telemetry.count += 1;
});

// Questions about an object do nothing to it, whoever asks.
function isPlain(value: object): boolean {
  const prototype = Reflect.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

window.addEventListener('message', ({ data }) => { //~ ok missing-origin-check: it looks at the message and counts
  if (isPlain(data) && Reflect.has(data, 'offers') && !Object.isFrozen(data)) {
    const names = [...Reflect.ownKeys(data), ...Object.getOwnPropertySymbols(data)];
    const first = Object.getOwnPropertyDescriptor(data, names[0]);
    console.debug(names.length, first?.enumerable, Object.isSealed(data), Reflect.isExtensible(data));
  }
});

window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…`
  for (const name of Reflect.ownKeys(data)) telemetry.set(name, Reflect.get(data, name));
});

export class Bus extends EventEmitter {}
