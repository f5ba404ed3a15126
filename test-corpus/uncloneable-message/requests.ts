// Answers, requests and other objects of the platform that are not serializable.
import type { Response as ExpressResponse } from 'express';
import type { Subject } from 'rxjs';

const worker = new Worker('/cache.js');

export async function forward(path: string): Promise<void> {
  const answer = await fetch(path);
  worker.postMessage(answer); //~ uncloneable-message `answer` medium
  worker.postMessage({ status: answer.status, headers: answer.headers }); //~ uncloneable-message `answer.headers`
  worker.postMessage({ status: answer.status, headers: Object.fromEntries(answer.headers) }); //~ ok uncloneable-message: plain entries
  worker.postMessage({ type: answer.headers.get('content-type'), ok: answer.ok }); //~ ok uncloneable-message: a text and a boolean
  worker.postMessage({ copy: answer.clone() }); //~ uncloneable-message `answer.clone()`
  worker.postMessage(await answer.json()); //~ ok uncloneable-message: parsed JSON
}

export function chained(path: string): void {
  void fetch(path).then((answer) => worker.postMessage(answer)); //~ uncloneable-message `answer`
  void fetch(path).then((answer) => answer.arrayBuffer()).then((bytes) => worker.postMessage(bytes)); //~ ok uncloneable-message: bytes
}

export function entries(headers: Headers): void {
  headers.forEach((value) => worker.postMessage({ value })); //~ ok uncloneable-message: texts
  worker.postMessage({ headers }); //~ uncloneable-message `headers`
  worker.postMessage({ headers: [...headers] }); //~ ok uncloneable-message: pairs of texts
}

export function request(request: Request, query: URLSearchParams, express: ExpressResponse): void {
  worker.postMessage({ request }); //~ uncloneable-message `request`
  worker.postMessage({ headers: request.headers }); //~ uncloneable-message `request.headers`
  worker.postMessage({ url: request.url, method: request.method }); //~ ok uncloneable-message: texts
  worker.postMessage({ query }); //~ uncloneable-message `query`
  worker.postMessage({ express }); //~ ok uncloneable-message: a type of another package
}

export async function maybe(path: string, local: { rows: number[] }): Promise<void> {
  const rows = path ? await fetch(path) : local;
  worker.postMessage({ rows }); //~ ok uncloneable-message: an answer or something plain
}

export function stop(signal: AbortSignal): void {
  worker.postMessage({ signal }); //~ uncloneable-message `signal`
  worker.postMessage({ aborted: signal.aborted }); //~ ok uncloneable-message: a boolean
}

export function cancel(): void {
  const controller = new AbortController();
  worker.postMessage({ controller }); //~ uncloneable-message `controller`
  worker.postMessage({ signal: controller.signal }); //~ uncloneable-message `controller.signal`
  worker.postMessage({ aborted: controller.signal.aborted }); //~ ok uncloneable-message: a boolean
}

export function others(later: Promise<string>, done: Function, seen: WeakSet<object>, subject: Subject<string>): void {
  worker.postMessage({ later }); //~ uncloneable-message `later`
  worker.postMessage({ done }); //~ uncloneable-message `done`
  worker.postMessage({ seen }); //~ uncloneable-message `seen`
  worker.postMessage({ subject }); //~ uncloneable-message `subject`
}

class Task {}

const socket = new WebSocket('wss://api.example.com/');
const held = new WeakRef({});
const hidden = new WeakMap<object, string>();

export function handles(): void {
  worker.postMessage({ Task }); //~ uncloneable-message `Task`
  worker.postMessage({ worker: new Worker('/inner.js') }); //~ uncloneable-message `new Worker('/inner.js')`
  worker.postMessage({ socket }); //~ uncloneable-message `socket`
  worker.postMessage({ held }); //~ uncloneable-message `held`
  worker.postMessage({ hidden }); //~ uncloneable-message `hidden`
  worker.postMessage({ view: new Proxy({}, {}) }); //~ uncloneable-message `new Proxy({}, {})`
}
