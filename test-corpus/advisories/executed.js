// Further wrong checks that were executed, each under the origin that passed, and the lookalikes among them that hold.
import { act } from './act.js';

var TRUSTED = 'https://trusted.com';
var ALLOW = ['https://trusted.com', 'https://b.com'];
var KEYS = { 'https://trusted.com': 1 };
var STATEFUL = /^https:\/\/trusted\.com$/g;

// https://trusted.com.attacker.test
window.addEventListener('message', function (event) {
  if (!event.origin.startsWith('https://trusted.com')) return; //~ weak-origin-check `event.origin.startsWith('https://trusted.com')`
  act(event.data);
});

// https://trusted.co
window.addEventListener('message', function (event) {
  if ('https://trusted.com'.includes(event.origin)) act(event.data); //~ weak-origin-check `'https://trusted.com'.includes(event.origin)`
});

// https://trusted.co
window.addEventListener('message', function (event) {
  if (TRUSTED.startsWith(event.origin)) act(event.data); //~ weak-origin-check `TRUSTED.startsWith(event.origin)`
});

// https://a.co
window.addEventListener('message', function (event) {
  if ('https://a.com,https://b.com'.indexOf(event.origin) >= 0) { //~ weak-origin-check `'https://a.com,https://b.com'.indexOf(event.origin) >= 0`
    act(event.data);
  }
});

// -1 is truthy, so everybody passes but the first entry.
window.addEventListener('message', function (event) {
  if (!!ALLOW.indexOf(event.origin)) act(event.data); //~ weak-origin-check `ALLOW.indexOf(event.origin)`
});

// search takes a regular expression: https://wwwXsafe.com
window.addEventListener('message', function (event) {
  if (event.origin.search('www.safe.com') === -1) return; //~ weak-origin-check `event.origin.search('www.safe.com') === -1`
  act(event.data);
});

// https://a.com.attacker.test
window.addEventListener('message', function (event) {
  if (/^https:\/\/a\.com|https:\/\/b\.com$/.test(event.origin)) act(event.data); //~ weak-origin-check `/^https:\/\/a\.com|https:\/\/b\.com$/.test(event.origin)`
});

// Anybody can have a page below github.io.
window.addEventListener('message', function (event) {
  if (event.origin.split('.').slice(-2).join('.') !== 'github.io') return; //~ broad-origin-check `event.origin.split('.').slice(-2).join('.') !== 'github.io'` medium
  act(event.data);
});

// http://trusted.com
window.addEventListener('message', function (event) {
  if (new URL(event.origin).hostname !== 'trusted.com') return; //~ insecure-origin-allowed `new URL(event.origin).hostname !== 'trusted.com'` low
  act(event.data);
});

// Compares false with a string: never rejects.
window.addEventListener('message', function (event) {
  if (!event.origin == 'https://trusted.com') return; //~ weak-origin-check `!event.origin == 'https://trusted.com'`
  act(event.data);
});

window.addEventListener('message', function (event) {
  if (event.origin in KEYS) act(event.data); //~ ok weak-origin-check: 'toString' is in every object, and is no origin
});

window.addEventListener('message', function (event) {
  if (KEYS[event.origin]) act(event.data); //~ ok weak-origin-check: the keys of the prototype are no origins
});

window.addEventListener('message', function (event) {
  if (STATEFUL.test(event.origin)) act(event.data); //~ ok weak-origin-check: lastIndex rejects every second good message, and lets no bad one in
});

// Keyed by one label of the host: https://app.attacker.test, and by way of the prototype https://constructor.attacker.test
window.addEventListener('message', function (event) {
  var label = event.origin.split('//')[1].split('.')[0];
  if (!{ app: 1 }[label]) return; //~ weak-origin-check `{ app: 1 }[label]`
  act(event.data);
});
