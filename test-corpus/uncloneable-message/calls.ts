// Remote calls: what goes over the wire, and what cannot.
import { load } from './load';

const worker = new Worker('/rpc.js');
const tabs = new BroadcastChannel('tabs');

export function call(method: string, onResult: (result: unknown) => void): void {
  worker.postMessage({ method, onResult: (value: unknown) => onResult(value) }); //~ uncloneable-message `(value: unknown) => onResult(value)` medium
}

export function callById(method: string, onResult: (result: unknown) => void): void {
  const id = crypto.randomUUID();
  const listen = (event: MessageEvent) => {
    if (event.data.id !== id) return;
    worker.removeEventListener('message', listen);
    onResult(event.data.result);
  };
  worker.addEventListener('message', listen);
  worker.postMessage({ method, id }); //~ ok uncloneable-message: the reply is told by an id
}

async function compute(input: string): Promise<number> {
  const data = await load(input);
  return data.length;
}

export function answer(port: MessagePort, input: string): void {
  port.postMessage({ result: compute(input) }); //~ uncloneable-message `compute(input)`
}

export async function answerRight(port: MessagePort, input: string): Promise<void> {
  port.postMessage({ result: await compute(input) }); //~ ok uncloneable-message: awaited
}

export function answerThen(port: MessagePort, input: string): void {
  void compute(input).then((result) => port.postMessage({ result })); //~ ok uncloneable-message: posted when it is there
}

export class Task {
  readonly started = Date.now();
  private cancel = () => this.stop();

  constructor(readonly name: string) {}

  stop(): void {
    this.cancel = () => undefined;
  }

  post(): void {
    worker.postMessage(this); //~ uncloneable-message `this`
  }

  postData(): void {
    const { name, started } = this;
    worker.postMessage({ name, started }); //~ ok uncloneable-message: the fields that matter
  }
}

export class Point {
  constructor(readonly x: number, readonly y: number) {}

  length(): number {
    return Math.hypot(this.x, this.y);
  }

  post(): void {
    worker.postMessage(this); //~ ok uncloneable-message: arrives without its methods, but throws nothing
  }
}

const handlers = {
  open(name: string) {
    return name;
  },
};

export function shareHandlers(): void {
  tabs.postMessage({ handlers }); //~ uncloneable-message `handlers`
}

export function shareNames(): void {
  tabs.postMessage({ handlers: Object.keys(handlers) }); //~ ok uncloneable-message: names only
}

export function shareText(): void {
  tabs.postMessage(JSON.stringify(handlers)); //~ ok uncloneable-message: JSON leaves functions out
}

const seen = new WeakMap<object, string>();

export function shareSeen(): void {
  tabs.postMessage({ type: 'seen', seen }); //~ uncloneable-message `seen`
}

const names = new Map([['a', 1]]);

export function shareMap(): void {
  tabs.postMessage({ type: 'names', names, at: new Date(), pattern: /a+/u }); //~ ok uncloneable-message: Map, Date and RegExp are cloned
}

export function shareSymbol(): void {
  tabs.postMessage({ kind: Symbol('kind') }); //~ uncloneable-message `Symbol('kind')`
}

export function shareUrl(): void {
  const url = new URL('/help', location.href);
  tabs.postMessage({ url }); //~ uncloneable-message `url`
  tabs.postMessage({ url: url.href }); //~ ok uncloneable-message: the text of the URL
}

function* rows(): Generator<number> {
  yield 1;
  yield 2;
}

export function shareRows(): void {
  worker.postMessage(rows()); //~ uncloneable-message `rows()`
}

export function optional(callback?: () => void): void {
  worker.postMessage({ callback }); //~ ok uncloneable-message: whether there is a callback is not known
}
