// Secrets by where they come from: cookies, storage, the address bar.
export function shareCookies() {
  window.parent.postMessage({ type: 'cookies', value: document.cookie }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function shareStored() {
  const raw = localStorage.getItem('token');
  if (raw) window.parent.postMessage(JSON.stringify({ type: 'auth', raw }), '*'); //~ wildcard-sensitive-data `'*'` high
}

export function shareNested() {
  const out = {};
  const stored = window.localStorage.getItem('user_token');
  stored && (out.value = JSON.parse(stored).data);
  window.parent.postMessage({ type: 'ready', out }, '*'); //~ wildcard-sensitive-data `'*'`
}

export function shareSession() {
  window.top.postMessage(`auth:${sessionStorage.accessToken}`, '*'); //~ wildcard-sensitive-data `'*'`
}

export function shareSignedIn() {
  window.parent.postMessage({ type: 'restored', value: localStorage.getItem('session') }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function shareSessionCount() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'visits', value: localStorage.getItem('session_count') }, '*'); //~ ok wildcard-sensitive-data: how many there were
}

export function shareFragment() {
  window.opener.postMessage(location.hash.slice(1), '*'); //~ wildcard-sensitive-data `'*'`
}

export function shareCode() {
  const query = new URLSearchParams(window.location.search);
  window.opener.postMessage({ type: 'oauth', code: query.get('code'), state: query.get('state') }, '*'); //~ wildcard-sensitive-data `'*'`
}

export function shareAddress() {
  window.opener.postMessage({ type: 'oauth-callback', url: window.location.href }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function sharePath() {
  // Somebody else's business, but no secret: the path holds neither the query nor the fragment.
  //~v wildcard-target-origin `'*'` low
  window.parent.postMessage({ type: 'path', path: location.pathname }, '*'); //~ ok wildcard-sensitive-data: the path without query and fragment
}

export function shareWhetherStored() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ signedIn: localStorage.getItem('token') !== null }, '*'); //~ ok wildcard-sensitive-data: tells whether there is one, not which
}

export function shareTyped() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ signedIn: Boolean(sessionStorage.getItem('jwt')) }, '*'); //~ ok wildcard-sensitive-data: a boolean made of the secret
}

export function shareWithApp() {
  window.parent.postMessage({ cookies: document.cookie }, 'https://app.example.com'); //~ ok wildcard-sensitive-data: an exact target origin
}

export function shareAtHome() {
  window.postMessage({ value: localStorage.getItem('token') }, '*'); //~ ok wildcard-sensitive-data: the page's own window
}

export function forget() {
  localStorage.removeItem('token');
  window.parent.postMessage({ type: 'token-removed' }, '*'); //~ ok wildcard-sensitive-data: a constant message that mentions a token
}
