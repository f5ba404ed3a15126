// Parts of the address: what a sign-in hands over is secret, what else a page is told with its address is not.
import qs from 'query-string';

const query = new URLSearchParams(window.location.search);
const name = /[#&]player=([^&]*)/.exec(location.hash);

export function finishWithCode() {
  window.opener.postMessage({ type: 'done', value: query.get('code') }, '*'); //~ wildcard-sensitive-data `'*'` high confidence=high
}

export function silentRenew() {
  const { searchParams } = new URL(window.location.href);
  window.parent.postMessage([searchParams.get('state'), searchParams.get('code')], '*'); //~ wildcard-sensitive-data `'*'` high
}

export function implicitGrant() {
  const found = location.hash.match(/[#&](?:access_token|id_token)=([^&]*)/);
  if (found) window.parent.postMessage({ type: 'implicit', value: decodeURIComponent(found[1]) }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function assertion() {
  const { SAMLResponse: response } = qs.parse(location.search);
  window.opener.postMessage({ type: 'saml', response }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function serviceTicket() {
  const found = location.href.split('?ticket=')[1];
  window.opener.postMessage('cas:' + found, '*'); //~ wildcard-sensitive-data `'*'` high
}

function everything() {
  const all = {};
  for (const pair of location.hash.slice(1).split('&')) {
    const [key, value] = pair.split('=');
    all[key] = decodeURIComponent(value);
  }
  return all;
}

export function finishByHand() {
  window.opener.postMessage({ type: 'session', value: everything().session_state }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function relayEverything() {
  window.opener.postMessage(Object.fromEntries(query), '*'); //~ wildcard-sensitive-data `'*'` high
}

export function forwardCallback() {
  if (!location.hash.includes('access_token=')) return;
  window.parent.postMessage({ kind: 'callback', fragment: location.hash }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function forwardQuery() {
  if (query.has('code')) window.parent.postMessage(location.search, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function forwardTab() {
  //~v wildcard-target-origin `'*'`
  if (query.has('tab')) window.parent.postMessage(location.search, '*'); //~ ok wildcard-sensitive-data: whoever frames the page wrote its address
}

export function flags() {
  const debug = location.search.includes('debug') || /[?&]verbose/.test(location.search);
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'flags', debug, home: location.hash === '#home' }, '*'); //~ ok wildcard-sensitive-data: what is told about the address
}

const parameter = (key) => {
  const found = new RegExp('[?&]' + key + '=([^&#]*)').exec(location.search);
  return found && decodeURIComponent(found[1].replace(/\+/g, ' '));
};

export function confirmCode() {
  window.parent.postMessage({ type: 'confirmed', by: parameter('code') }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export class Child {
  constructor() {
    this.id = parameter('childId') || 'main';
  }

  resized(height) {
    //~v wildcard-target-origin `'*'`
    window.parent.postMessage(['child', this.id, height].join('|'), '*'); //~ ok wildcard-sensitive-data: the name that the parent gave this frame
  }
}

export function ready() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'ready', page: query.get('page') }, '*'); //~ ok wildcard-sensitive-data: the number of a page
}

export function played() {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ event: 'played', player: name && name[1] }, '*'); //~ ok wildcard-sensitive-data: the name of a player
}

export function startAt(video, player) {
  const found = new RegExp(`[?&]start_${video.id}=([^&#]*)`).exec(window.location.href);
  //~v wildcard-target-origin `'*'`
  player.contentWindow.postMessage({ method: 'seek', value: found && decodeURI(found[1]) }, '*'); //~ ok wildcard-sensitive-data: a name that is put together
}

export function opened() {
  const { theme, locale = 'en' } = qs.parse(location.search);
  //~v wildcard-target-origin `'*'`
  window.opener.postMessage({ type: 'opened', theme, locale }, '*'); //~ ok wildcard-sensitive-data: what the page is to look like
}

export function failed() {
  //~v wildcard-target-origin `'*'`
  window.opener.postMessage({ type: 'failed', reason: everything().error }, '*'); //~ ok wildcard-sensitive-data: why it failed
}

export function section() {
  const url = new URL(location);
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'section', path: url.pathname, tab: url.searchParams.get('tab') }, '*'); //~ ok wildcard-sensitive-data: a path and a tab
}

export function finishExactly() {
  window.opener.postMessage({ type: 'done', value: query.get('code') }, window.location.origin); //~ ok wildcard-sensitive-data: the page's own origin
}

function lookUp(key) {
  for (const pair of location.search.slice(1).split('&')) {
    const parts = pair.split('=');
    if (parts[0] === key) return parts[1];
  }
  return null;
}

export function found() {
  window.opener.postMessage({ type: 'found', item: lookUp('item') }, '*'); //~ noise wildcard-sensitive-data `'*'`: that a comparison picks the parameter is not followed
}
