// What people write for an origin.
const frame = document.querySelector('iframe');
const HOST = 'widgets.example.com'; //~ invalid-target-origin `'widgets.example.com'`
const PORT = 8080;

export function send(state) {
  frame.contentWindow.postMessage(state, 'example.com'); //~ invalid-target-origin `'example.com'` medium
  frame.contentWindow.postMessage(state, HOST);
  frame.contentWindow.postMessage(state, `https://${HOST}`); //~ ok invalid-target-origin: with its scheme
  frame.contentWindow.postMessage(state, '*.example.com'); //~ invalid-target-origin `'*.example.com'`
  frame.contentWindow.postMessage(state, 'https://*.example.com'); //~ invalid-target-origin `'https://*.example.com'`
  frame.contentWindow.postMessage(state, 'https://example.com/*'); //~ ok invalid-target-origin: the path is dropped, whatever it is
}

export function local(state) {
  frame.contentWindow.postMessage(state, 'localhost:3000'); //~ invalid-target-origin `'localhost:3000'`
  frame.contentWindow.postMessage(state, '127.0.0.1:' + PORT); //~ invalid-target-origin `'127.0.0.1:' + PORT`
  frame.contentWindow.postMessage(state, 'http://localhost:' + PORT); //~ ok invalid-target-origin: with its scheme
  frame.contentWindow.postMessage(state, `//${location.host}`); //~ invalid-target-origin `` `//${location.host}` ``
  frame.contentWindow.postMessage(state, `${location.protocol}//${location.host}`); //~ ok invalid-target-origin: the page's own origin, put together
}

export function home(state) {
  window.parent.postMessage(state, location.host); //~ invalid-target-origin `location.host`
  window.parent.postMessage(state, window.location.hostname); //~ invalid-target-origin `window.location.hostname`
  window.parent.postMessage(state, document.domain); //~ invalid-target-origin `document.domain`
  window.parent.postMessage(state, location.origin); //~ ok invalid-target-origin: the page's own origin
  window.parent.postMessage(state, location.href); //~ ok invalid-target-origin: of a URL only the origin counts
  window.parent.postMessage(state, '/'); //~ ok invalid-target-origin: the page's own origin
  window.parent.postMessage(state, './'); //~ invalid-target-origin `'./'`
  window.parent.postMessage(state, 'self'); //~ invalid-target-origin `'self'`
}

export function nobody(state) {
  window.parent.postMessage(state, ''); //~ invalid-target-origin `''`
  window.parent.postMessage(state, 'null'); //~ invalid-target-origin `'null'`
  window.parent.postMessage(state, 'file://'); //~ invalid-target-origin `'file://'`
  window.parent.postMessage(state, null); //~ ok invalid-target-origin: the same origin, as without an argument
  window.parent.postMessage(state, undefined, []); //~ invalid-target-origin `undefined`
}

export function shells(state) {
  frame.contentWindow.postMessage(state, 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai'); //~ ok invalid-target-origin: extensions have origins of their own
  frame.contentWindow.postMessage(state, 'capacitor://localhost'); //~ ok invalid-target-origin: so have native shells
  frame.contentWindow.postMessage(state, 'HTTPS://Widgets.Example.com:443/'); //~ ok invalid-target-origin: letter case and default port are dropped
  frame.contentWindow.postMessage(state, ' https://widgets.example.com '); //~ ok invalid-target-origin: so are spaces around it
}

export function configured(state, settings) {
  const origin = settings.origin || ''; // Empty until somebody configures it.
  frame.contentWindow.postMessage(state, origin); //~ ok invalid-target-origin: one of two values, and the other is what is meant
  frame.contentWindow.postMessage(state, settings.origin); //~ ok invalid-target-origin: configured elsewhere
}

export function several(state) {
  frame.contentWindow.postMessage(state, 'https://a.example.com, https://b.example.com'); //~ invalid-target-origin `'https://a.example.com, https://b.example.com'`
  frame.contentWindow.postMessage(state, { targetOrigin: 'app.example.com' }); //~ invalid-target-origin `'app.example.com'`
}
