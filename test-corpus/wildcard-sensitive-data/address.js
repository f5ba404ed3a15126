// The address: what ends a sign-in hands over a code or a token, other pages tell where they are.
export function finish() {
  window.opener.postMessage(window.location.search, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function silentRenew() {
  window.parent.postMessage({ type: 'oidc-callback', url: location.href }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function silentFragment() {
  window.parent.postMessage('authorization_response:' + location.hash, '*'); //~ wildcard-sensitive-data `'*'`
}

export function where() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'navigated', url: location.href }, '*'); //~ ok wildcard-sensitive-data: whoever frames the page wrote its address
}

export function whereIsTheBuilder() {
  window.opener.postMessage({ type: 'builder', originUrl: location.href }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=low
}

export function wherePath() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'navigated', path: location.pathname }, '*'); //~ ok wildcard-sensitive-data: the path without query and fragment
}

export function whereOrigin() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'loaded', origin: location.origin, title: document.title }, '*'); //~ ok wildcard-sensitive-data: the page's origin is no secret
}

export function finishExactly() {
  window.opener.postMessage(window.location.search, window.location.origin); //~ ok wildcard-sensitive-data: the page's own origin
}

export function failed() {
  window.opener.postMessage({ type: 'oauth', error: 'access_denied' }, '*'); //~ ok wildcard-sensitive-data: a constant
}
