// Secrets out of forms, requests and keys.
const form = document.forms.login;

export function forwardForm() {
  const value = document.getElementById('password').value;
  window.top.postMessage({ user: form.elements.user.value, value }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function forwardElement() {
  window.parent.postMessage(form.elements.password.value, '*'); //~ wildcard-sensitive-data `'*'`
}

export function basic(user, password) {
  const header = 'Basic ' + btoa(user + ':' + password);
  window.parent.postMessage({ type: 'header', header }, '*'); //~ wildcard-sensitive-data `'*'`
}

export function replay(request) {
  const auth = request.headers.get('Authorization');
  window.parent.postMessage({ type: 'replay', auth, path: new URL(request.url).pathname }, '*'); //~ wildcard-sensitive-data `'*'`
}

export async function exportSecret(key) {
  const raw = await crypto.subtle.exportKey('raw', key);
  window.parent.postMessage({ type: 'material', raw }, '*', [raw]); //~ wildcard-sensitive-data `'*'`
}

export function exportAsJwk(key) {
  return crypto.subtle.exportKey('jwk', key).then((material) => {
    window.parent.postMessage({ type: 'material', material }, '*'); //~ wildcard-sensitive-data `'*'`
  });
}

export async function exportPublic(pair) {
  const raw = await crypto.subtle.exportKey('spki', pair.publicKey);
  //~v wildcard-target-origin `'*'` low
  window.parent.postMessage({ type: 'public', raw }, '*'); //~ ok wildcard-sensitive-data: the format spki holds a public key only
}

export function forwardQuery() {
  const value = document.getElementById('search').value;
  window.parent.postMessage({ type: 'search', value }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=high: what somebody typed, no credential
}

export function forwardContentType(request) {
  const type = request.headers.get('Content-Type');
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type }, '*'); //~ ok wildcard-sensitive-data: a header without credentials
}
