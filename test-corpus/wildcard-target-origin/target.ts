// The wildcard is written elsewhere than in the call.
const ANY = '*'; //~ wildcard-target-origin `'*'`
const VERSION = '2.4.0';

enum Target {
  Any = '*', //~ wildcard-target-origin `'*'`
  App = 'https://app.example.com',
}

interface Settings {
  parentOrigin?: string;
}

export function publish(frame: HTMLIFrameElement, draft: unknown): void {
  frame.contentWindow?.postMessage({ type: 'draft', draft }, ANY);
}

export function publishLayout(layout: object): void {
  window.parent.postMessage(layout, Target.Any);
}

export function publishToApp(layout: object): void {
  window.parent.postMessage(layout, Target.App); //~ ok wildcard-target-origin: the other member of the enum, an exact origin
}

export function select(target: Window, row: unknown, targetOrigin = '*'): void { //~ wildcard-target-origin `'*'` low
  target.postMessage({ type: 'select', row }, targetOrigin);
}

export function connect(settings: Settings, state: unknown): void {
  const origin = settings.parentOrigin || '*'; //~ wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'connect', state }, origin);
}

export function reconnect(settings: Settings, state: unknown): void {
  window.parent.postMessage({ type: 'connect', state }, settings.parentOrigin ?? '*'); //~ wildcard-target-origin `'*'`
}

export function strict(settings: Required<Settings>, state: unknown): void {
  window.parent.postMessage({ type: 'connect', state }, settings.parentOrigin); //~ ok wildcard-target-origin: an origin from the configuration, without a fallback
}

export function hello(): void {
  const everyone = '*';
  window.parent.postMessage({ type: 'hello', version: VERSION }, everyone); //~ ok wildcard-target-origin: a constant handshake with a constant version
}

export class Loose {
  private origin = '*'; //~ wildcard-target-origin `'*'`

  constructor(private readonly frame: HTMLIFrameElement) {}

  send(message: unknown): void {
    this.frame.contentWindow!.postMessage(message, this.origin);
  }
}

export class Exact {
  private origin = '*';

  constructor(private readonly frame: HTMLIFrameElement, origin: string) {
    this.origin = origin;
  }

  send(message: unknown): void {
    this.frame.contentWindow!.postMessage(message, this.origin); //~ ok wildcard-target-origin: the constructor has replaced the default before anybody can send
  }
}

// Nothing but the wildcard reaches an opaque origin.
export function toOpaque(frame: HTMLIFrameElement, childOrigin: string, methods: Record<string, unknown>) {
  const target = childOrigin === 'null' ? '*' : childOrigin; //~ ok wildcard-target-origin: the receiver's origin is opaque there
  frame.contentWindow?.postMessage({ type: 'methods', names: Object.keys(methods) }, target);
}

export function toOpaqueOrFile(frame: HTMLIFrameElement, address: string, methods: Record<string, unknown>) {
  let target = new URL(address).origin;
  if (target === 'null' || location.protocol === 'file:') target = '*'; //~ ok wildcard-target-origin: neither has an origin that could be named
  frame.contentWindow?.postMessage({ type: 'methods', names: Object.keys(methods) }, target);
}

export function toOpaqueOrAny(frame: HTMLIFrameElement, address: string, strict: boolean, methods: object) {
  let target = new URL(address).origin;
  if (target === 'null' || !strict) target = '*'; //~ wildcard-target-origin `'*'`
  frame.contentWindow?.postMessage({ type: 'methods', names: Object.keys(methods) }, target);
}

export function toOther(frame: HTMLIFrameElement, childOrigin: string, methods: Record<string, unknown>) {
  const target = childOrigin === 'null' ? childOrigin : '*'; //~ wildcard-target-origin `'*'`
  frame.contentWindow?.postMessage({ type: 'methods', names: Object.keys(methods) }, target);
}
