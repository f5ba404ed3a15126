// The user's own: typed, copied, opened, decrypted, or kept by a server for this user. No credential, and nobody else's business.
import axios from 'axios';
import { editor, panel } from './editor';

const APP = 'https://app.example.com';

export async function paste(): Promise<void> {
  const text = await navigator.clipboard.readText();
  window.parent.postMessage({ type: 'paste', text }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=high
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'pasted', length: text.length }, '*'); //~ ok wildcard-sensitive-data: how long it is
  window.parent.postMessage({ type: 'paste', text }, APP); //~ ok wildcard-sensitive-data: an exact target origin
}

export function opened(input: HTMLInputElement): void {
  const reader = new FileReader();
  reader.onload = () => {
    window.parent.postMessage({ type: 'opened', body: reader.result }, '*'); //~ wildcard-sensitive-data `'*'` medium
  };
  reader.readAsText(input.files![0]);
}

export async function unseal(key: CryptoKey, iv: Uint8Array, sealed: ArrayBuffer): Promise<void> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed);
  window.parent.postMessage({ type: 'plain', plain }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

export async function seal(key: CryptoKey, iv: Uint8Array, note: HTMLTextAreaElement): Promise<void> {
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(note.value));
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'sealed', sealed }, '*'); //~ ok wildcard-sensitive-data: encrypted for somebody else
}

export function written(): void {
  window.parent.postMessage({ type: 'code', code: editor.editorContent }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=medium
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'panel', open: panel.open }, '*'); //~ ok wildcard-sensitive-data: which panel is open
}

export function typed(form: HTMLFormElement): void {
  window.parent.postMessage(Object.fromEntries(new FormData(form)), '*'); //~ wildcard-sensitive-data `'*'` medium
}

export async function orders(): Promise<void> {
  const { data } = await axios.get('/api/orders');
  window.parent.postMessage({ type: 'orders', orders: data.orders }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

export async function answered(): Promise<void> {
  const response = await fetch('/api/orders', { method: 'POST' });
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'ordered', ok: response.ok }, '*'); //~ ok wildcard-sensitive-data: whether it worked
}

// Everybody gets the same from there: the browser sends no cookies to another site that is not asked to take them.
export async function rates(): Promise<void> {
  const rates = await (await fetch('https://rates.example.org/today.json')).json();
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'rates', rates }, '*'); //~ ok wildcard-sensitive-data: an answer without credentials
}

export async function mail(): Promise<void> {
  const mails = await (await fetch('https://mail.example.org/inbox', { credentials: 'include' })).json();
  window.parent.postMessage({ type: 'mails', mails }, '*'); //~ wildcard-sensitive-data `'*'` medium
}
