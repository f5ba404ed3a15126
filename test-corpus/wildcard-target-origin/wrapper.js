// One function posts, its callers decide where to.
let remote = null;
let remoteOrigin = 'https://editor.example.com';

function send(target, message, targetOrigin) {
  target.postMessage(message, targetOrigin);
}

function announce(type) {
  window.parent.postMessage({ type }, '*'); //~ ok wildcard-target-origin: every caller passes a constant type
}

function notify(message, targetOrigin = '*') {
  window.parent.postMessage(message, targetOrigin); //~ ok wildcard-target-origin: the default is used for a constant message only
}

const originFor = (message) => (message.type === 'SYN' ? '*' : remoteOrigin);

function post(message) {
  remote.postMessage(message, originFor(message)); //~ ok wildcard-target-origin: the helper answers '*' for the constant handshake alone
}

export function shareDraft(frame, draft) {
  send(frame.contentWindow, { draft }, '*'); //~ wildcard-target-origin `'*'`
}

export function shareOutline(frame, outline) {
  const everyone = '*'; //~ wildcard-target-origin `'*'`
  send(frame.contentWindow, { outline }, everyone);
}

export function ping(frame) {
  send(frame.contentWindow, 'ping', '*'); //~ ok wildcard-target-origin: a constant message through the same wrapper
}

export function shareWithEditor(frame, draft) {
  send(frame.contentWindow, { draft }, remoteOrigin); //~ ok wildcard-target-origin: the wrapper is given an exact origin
}

export function lifecycle(report) {
  announce('opened');
  announce('closed');
  notify({ type: 'idle' });
  notify({ type: 'report', report }, remoteOrigin);
}

export function start(frame, args) {
  remote = frame.contentWindow;
  post({ type: 'SYN' });
  post({ type: 'CALL', args });
}

export function answer(compute) {
  window.addEventListener('message', (event) => {
    if (event.origin !== remoteOrigin) return;
    const result = compute(event.data);
    // The frame may have been navigated since it asked.
    event.source.postMessage({ result }, '*'); //~ wildcard-target-origin `'*'` auditor
  });
}

export function answerExactly(compute) {
  window.addEventListener('message', (event) => {
    if (event.origin !== remoteOrigin) return;
    const result = compute(event.data);
    event.source.postMessage({ result }, event.origin); //~ ok wildcard-target-origin: the origin that was checked
  });
}

// The same for a tag that is asked twice in one function.
export function relay(frame, kind, body) {
  if (kind !== 'hello' && kind !== 'data') return;
  if (kind === 'hello') {
    frame.contentWindow.postMessage('hello', '*');
    return;
  }
  const target = kind === 'hello' ? '*' : remoteOrigin;
  frame.contentWindow.postMessage({ kind, body }, target); //~ ok wildcard-target-origin: the handshake has left by then
}

export function relayLoosely(frame, kind, body) {
  if (kind === 'data' && body.isEmpty) return;
  const target = kind === 'data' ? '*' : remoteOrigin; //~ wildcard-target-origin `'*'`
  frame.contentWindow.postMessage({ kind, body }, target);
}
