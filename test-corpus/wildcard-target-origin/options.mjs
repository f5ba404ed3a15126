// The second argument may be an options bag, and not everything in second place is a target origin.
const defaults = { targetOrigin: '*', transfer: [] };

export function share(report) {
  window.parent.postMessage(report, { targetOrigin: '*' }); //~ wildcard-target-origin `'*'`
}

export function shareTemplate(report) {
  window.parent.postMessage(report, `*`); //~ wildcard-target-origin `` `*` ``
}

export function shareLater(report) {
  const options = { targetOrigin: '*', transfer: [] }; //~ wildcard-target-origin `'*'`
  window.parent.postMessage(report, options);
}

export function sharePixels(frame, pixels) {
  frame.contentWindow.postMessage({ pixels }, '*', [pixels.buffer]); //~ wildcard-target-origin `'*'`
}

export function shareInList(frame, pixels) {
  // With a third argument the second one is stringified, and ['*'] becomes '*'.
  frame.contentWindow.postMessage({ pixels }, ['*'], [pixels.buffer]); //~ wildcard-target-origin `'*'`
}

export function shareExactly(report, origin) {
  window.parent.postMessage(report, { ...defaults, targetOrigin: origin }); //~ ok wildcard-target-origin: the spread default is overwritten by an exact origin
}

export function shareTransferred(pixels) {
  window.parent.postMessage({ pixels }, { transfer: [pixels.buffer] }); //~ ok wildcard-target-origin: options without targetOrigin stay in the same origin
}

export function shareAtHome(report) {
  window.parent.postMessage(report); //~ ok wildcard-target-origin: a post with one argument stays in the same origin
}

export function shareUndefined(report) {
  window.parent.postMessage(report, undefined); //~ ok wildcard-target-origin: undefined in second place is the same origin
}

export function shareSlash(report) {
  window.parent.postMessage(report, '/'); //~ ok wildcard-target-origin: a slash is the same origin
}

export function shareOwn(report) {
  window.opener.postMessage(report, window.location.origin); //~ ok wildcard-target-origin: only a window of this origin hears it
}
