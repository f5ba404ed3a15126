// Embedded pages that ask their own address who embeds them.
import { settings, snapshot } from './state.js';

const PARTNERS = ['https://shop.example.com', 'https://www.example.net'];
const query = new URLSearchParams(window.location.search);

export function publish() {
  window.parent.postMessage({ type: 'state', state: snapshot() }, query.get('origin')); //~ untrusted-target-origin `query.get('origin')` low pedantic
}

export function publishListed() {
  const origin = query.get('origin');
  if (PARTNERS.includes(origin)) {
    window.parent.postMessage({ type: 'state', state: snapshot() }, origin); //~ ok untrusted-target-origin: one of a list
  }
}

export function publishOrNothing() {
  const origin = query.get('origin');
  if (PARTNERS.indexOf(origin) === -1) return;
  window.parent.postMessage({ type: 'state', state: snapshot() }, origin); //~ ok untrusted-target-origin: others have left
}

export function publishFound() {
  const origin = PARTNERS.find((partner) => partner === query.get('origin'));
  window.parent.postMessage({ type: 'state', state: snapshot() }, origin); //~ ok untrusted-target-origin: an entry of the list, or undefined
}

export function ready() {
  window.parent.postMessage({ type: 'ready' }, query.get('origin')); //~ ok untrusted-target-origin: a constant tells nobody anything
}

function parameter(name) {
  const match = new RegExp('[?&]' + name + '=([^&#]*)').exec(location.href);
  return match ? decodeURIComponent(match[1]) : null; //~ untrusted-target-origin `decodeURIComponent(match[1])`
}

export function save(form) {
  window.opener.postMessage({ form: Object.fromEntries(new FormData(form)) }, parameter('opener'));
}

export class Embed {
  constructor() {
    const { searchParams } = new URL(location.href);
    this.parentOrigin = searchParams.get('parent') || '*'; //~ untrusted-target-origin `searchParams.get('parent')` pedantic //~ wildcard-target-origin `'*'`
  }

  emit(name, detail) {
    window.parent.postMessage({ name, detail }, this.parentOrigin);
  }
}

export class StrictEmbed {
  constructor() {
    this.parentOrigin = settings.parentOrigin;
  }

  emit(name, detail) {
    window.parent.postMessage({ name, detail }, this.parentOrigin); //~ ok untrusted-target-origin: the configuration of the page
  }
}

export function fromFragment(result) {
  const target = decodeURIComponent(location.hash.slice(1)); //~ untrusted-target-origin `decodeURIComponent(location.hash.slice(1))` pedantic
  window.opener.postMessage({ result }, { targetOrigin: target });
}

export function fromName(result) {
  const { origin } = JSON.parse(window.name); //~ untrusted-target-origin `origin` pedantic
  window.parent.postMessage({ result }, origin);
}

export function home(result) {
  window.opener.postMessage({ result }, window.location.origin); //~ ok untrusted-target-origin: the page's own origin is nobody's choice
}

export function homeByParts(result) {
  window.opener.postMessage({ result }, location.protocol + '//' + location.host); //~ ok untrusted-target-origin: the page's own origin, put together
}

export function within(result) {
  window.postMessage({ result }, query.get('origin')); //~ ok untrusted-target-origin: the page's own window
}

export function fromSwitch(result) {
  let origin;
  switch (query.get('env')) {
    case 'staging': origin = 'https://staging.example.com'; break;
    default: origin = 'https://app.example.com';
  }
  window.parent.postMessage({ result }, origin); //~ ok untrusted-target-origin: one of two constants
}
