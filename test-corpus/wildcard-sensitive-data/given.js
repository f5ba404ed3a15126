// What only its name makes a secret, and that is none: random, public, or given to the page by whoever gets it.
import { config } from './config.js';

const frame = document.querySelector('iframe');

export function start() {
  const sessionId = crypto.randomUUID();
  //~v wildcard-target-origin `'*'` low auditor
  frame.contentWindow.postMessage({ type: 'start', sessionId }, '*'); //~ ok wildcard-sensitive-data: made here, and nothing asks for it again
}

export function startStored() {
  const sessionId = sessionStorage.getItem('sessionId');
  frame.contentWindow.postMessage({ type: 'start', sessionId }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function startSigned(sign) {
  const token = sign({ user: config.user, nonce: crypto.randomUUID() });
  frame.contentWindow.postMessage({ type: 'start', token }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

export function keys() {
  //~v wildcard-target-origin `'*'`
  frame.contentWindow.postMessage({ apiKey: config.PUBLIC_API_KEY }, '*'); //~ ok wildcard-sensitive-data: the program calls it public
  frame.contentWindow.postMessage({ apiKey: config.API_KEY }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

export function height() {
  const secret = location.hash.replace(/^.*secret=(\w+).*$/, '$1');
  const height = frame.dataset.height;
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ height, secret }, '*'); //~ ok wildcard-sensitive-data: whoever frames the page wrote it into the address
  window.opener.postMessage({ height, secret }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function silentRenew() {
  const answer = new URLSearchParams(location.hash.slice(1));
  window.parent.postMessage({ id: answer.get('id_token') }, '*'); //~ wildcard-sensitive-data `'*'` high
}
