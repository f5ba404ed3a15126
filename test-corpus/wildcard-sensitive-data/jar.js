// One cookie goes in, another comes out; and what a function out of sight makes of an object that holds one.
import { visit } from './visits.js';

function read(name) {
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`));
  return found ? decodeURIComponent(found[1]) : null;
}

function write(name, value, days) {
  document.cookie = `${name}=${value}; max-age=${days * 86400}; path=/`;
}

export class Tracker {
  constructor(options) {
    this.session = options.cookies.get('sid');
    write('sid', this.session, 1);
    this.seen = [];
  }

  hello() {
    //~v wildcard-target-origin `'*'`
    window.parent.postMessage({ type: 'visit', first: visit.first }, '*'); //~ ok wildcard-sensitive-data: no cookie is in it
  }

  share() {
    window.parent.postMessage({ type: 'consent', given: read('consent') }, '*'); //~ wildcard-sensitive-data `'*'`
  }

  shareSession() {
    window.parent.postMessage({ type: 'session', id: this.session }, '*'); //~ wildcard-sensitive-data `'*'`
  }

  evaluate(text, args) {
    const result = new Function(text).apply(this, args);
    //~v wildcard-target-origin `'*'`
    window.parent.postMessage({ type: 'result', result }, '*'); //~ ok wildcard-sensitive-data: the function may use the tracker, which holds a cookie among other things
  }

  evaluateSession(text) {
    const result = new Function('session', text).call(null, this.session);
    window.parent.postMessage({ type: 'result', result }, '*'); //~ wildcard-sensitive-data `'*'`
  }
}
