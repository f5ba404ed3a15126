// What a token endpoint answers, and what the crypto API gives out.
import { api } from './api';

export async function exchange(code: string): Promise<void> {
  const res = await fetch('/oauth/token', { method: 'POST', body: new URLSearchParams({ code }) });
  const body = await res.json();
  window.opener.postMessage({ type: 'done', value: body.access_token }, '*'); //~ wildcard-sensitive-data `'*'` high confidence=high
}

export function renew(frame: HTMLIFrameElement): void {
  fetch('/session')
    .then((res) => res.json())
    .then(({ id_token: value }) => {
      frame.contentWindow!.postMessage({ type: 'renewed', value }, '*'); //~ wildcard-sensitive-data `'*'` confidence=high
    });
}

export async function renewExactly(frame: HTMLIFrameElement): Promise<void> {
  const { access_token: value } = await (await fetch('/session')).json();
  frame.contentWindow!.postMessage({ type: 'renewed', value }, 'https://app.example.com'); //~ ok wildcard-sensitive-data: an exact target origin
}

export async function prices(): Promise<void> {
  const list = await (await fetch('/prices')).json();
  window.parent.postMessage({ type: 'prices', first: list.items[0] }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=high: what a server answers this user, no credential
}

export async function expiry(): Promise<void> {
  const body = await (await fetch('/oauth/token')).json();
  window.parent.postMessage({ type: 'expiry', at: body.token_expires }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=high: what a server answers this user, no credential
}

export async function status(): Promise<void> {
  const res = await fetch('/oauth/token');
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'status', status: res.status }, '*'); //~ ok wildcard-sensitive-data: the status of a token request
}

export async function viaClient(name: string): Promise<void> {
  const { data } = await api.post('/login', { name });
  window.opener.postMessage({ type: 'done', jwt: data.jwt }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=medium
}

export async function derive(key: CryptoKey, salt: Uint8Array): Promise<void> {
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', salt, iterations: 600_000, hash: 'SHA-256' }, key, 256);
  window.parent.postMessage({ type: 'derived', bits }, '*'); //~ wildcard-sensitive-data `'*'`
}

export async function digest(text: string): Promise<void> {
  const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'digest', bits }, '*'); //~ ok wildcard-sensitive-data: a digest is no key
}

export async function deriveForWorker(worker: Worker, key: CryptoKey): Promise<void> {
  worker.postMessage(await crypto.subtle.exportKey('raw', key)); //~ ok wildcard-sensitive-data: a worker is the page's own
}
