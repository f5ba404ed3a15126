// Regular expressions that match more than their author thought.
import { render } from './view.js';

var ALTERNATIVES = /^https:\/\/a\.example\.com|https:\/\/b\.example\.org$/;
var OPTIONAL_PORT = /^https:\/\/shop\.example\.com(:\d+)?/;

window.addEventListener('message', function (e) {
  if (/example\.com/.test(e.origin)) { //~ weak-origin-check `/example\.com/.test(e.origin)`
    render(e.data);
  }
});

window.addEventListener('message', function (e) {
  if (!/^https:\/\/www.example.com$/.test(e.origin)) return; //~ weak-origin-check `/^https:\/\/www.example.com$/.test(e.origin)`
  render(e.data);
});

window.addEventListener('message', function (e) {
  if (!ALTERNATIVES.test(e.origin)) return; //~ weak-origin-check `ALTERNATIVES.test(e.origin)`
  render(e.data);
});

window.addEventListener('message', function (e) {
  if (e.origin.match(/example\.com$/)) { //~ weak-origin-check `e.origin.match(/example\.com$/)`
    render(e.data);
  }
});

window.addEventListener('message', function (e) {
  if (OPTIONAL_PORT.exec(e.origin) === null) return; //~ weak-origin-check `OPTIONAL_PORT.exec(e.origin) === null`
  render(e.data);
});

window.addEventListener('message', function (e) {
  var allowed = new RegExp('^https://.*example\\.com$', 'i');
  if (!allowed.test(e.origin)) return; //~ weak-origin-check `allowed.test(e.origin)`
  render(e.data);
});

window.addEventListener('message', function (e) {
  if (!e.origin.match('https://shop.example.com')) return; //~ weak-origin-check `e.origin.match('https://shop.example.com')`
  render(e.data);
});

window.addEventListener('message', function (e) {
  if (/^https:\/\/[example.com]+$/.test(e.origin)) render(e.data); //~ weak-origin-check `/^https:\/\/[example.com]+$/.test(e.origin)`
});

window.addEventListener('message', function (e) {
  var bare = e.origin.replace(/[^a-z]/g, '');
  if (bare === 'httpsshopexamplecom') render(e.data); //~ weak-origin-check `bare === 'httpsshopexamplecom'`
});
