// The fourteen wrong checks of Son and Shmatikov, "The Postman Always Rings Twice" (NDSS 2013), table 2, in the order of the
// paper and with its variable names, one handler each. Every one was executed and let the named origin through.
import { act } from './act.js';

// 1. chartbeat.com: the dot before "com" matches anything (https://evil.chartbeat-com).
window.addEventListener('message', function (a) {
  if (!/[\/\|\.]chartbeat.com$/.test(a.origin)) return; //~ weak-origin-check `/[\/\|\.]chartbeat.com$/.test(a.origin)`
  act(a.data);
});

// 2. sharethis.com: anywhere in the origin (https://sharethis.com.evil.example).
window.addEventListener('message', function (a) {
  if (a.origin.indexOf("sharethis.com") != -1) { //~ weak-origin-check `a.origin.indexOf("sharethis.com") != -1`
    act(a.data);
  }
});

// 3. kissmetrics.com: not anchored (https://a.kissmetrics.com.evil.example).
window.addEventListener('message', function (m) {
  if (m.origin && m.origin.match(/\.kissmetrics\.com/)) { //~ weak-origin-check `m.origin.match(/\.kissmetrics\.com/)`
    act(m.data);
  }
});

// 4. jumptime.com: no left anchor (https://eviljumptime.com).
window.addEventListener('message', function (v) {
  var w = /jumptime\.com(:[0-9])?$/;
  if (!v.origin.match(w)) return; //~ weak-origin-check `v.origin.match(w)`
  act(v.data);
});

// 5. readspeaker.com: not anchored, and the dot matches anything (https://readspeaker.com.evil.example).
window.addEventListener('message', function (e) {
  if (e.origin.match(/readspeaker.com/gi)) { //~ weak-origin-check `e.origin.match(/readspeaker.com/gi)`
    act(e.data);
  }
});

// 6. widgets.ign.com: compared with 1 instead of -1, which no position is (anything).
window.addEventListener('message', function (a) {
  if (a.origin.indexOf("widgets.ign.com") != 1) { //~ weak-origin-check `a.origin.indexOf("widgets.ign.com") != 1`
    act(a.data);
  }
});

// 7. dastelefonbuch.de: not anchored (https://www.dastelefonbuch.de.evil.example).
window.addEventListener('message', function (e) {
  if (e.origin.match(/http(s?)\:\/\/\w+?\.?dastelefonbuch.de/)) { //~ weak-origin-check `e.origin.match(/http(s?)\:\/\/\w+?\.?dastelefonbuch.de/)`
    act(e.data);
  }
});

// 8. api.weibo.com: "\a" is an "a", there is no left anchor, and the first dot matches anything (https://evilapi-weibo.com).
window.addEventListener('message', function (I) {
  if ((/\api.weibo\.com$/).test(I.origin)) { //~ weak-origin-check `(/\api.weibo\.com$/).test(I.origin)`
    act(I.data);
  }
});

// 9. id.rambler.ru: no left anchor, and the dots match anything (https://evilid-rambler.ru).
window.addEventListener('message', function (a) {
  if (/id.rambler.ru$/i.test(a.origin)) { //~ weak-origin-check `/id.rambler.ru$/i.test(a.origin)`
    act(a.data);
  }
});

// 10. The page's own host anywhere in the origin (https://own.example.evil.example).
window.addEventListener('message', function (e) {
  if (e.origin.indexOf(location.hostname) == -1) { return; } //~ weak-origin-check `e.origin.indexOf(location.hostname) == -1`
  act(e.data);
});

// 11. The origin is the beginning of the address of any script of the page: whoever hosts one of them, or gets one added, is trusted.
window.addEventListener('message', function (e) {
  var scripts = document.getElementsByTagName('script');
  for (var i = 0; i < scripts.length; i++) {
    if (scripts[i].src.indexOf(e.origin) === 0) { //~ untrusted-expected-origin `scripts[i].src.indexOf(e.origin) === 0`
      act(e.data);
      break;
    }
  }
});

// 12. Skipped while no origin is configured, which is the default (any).
var g = { origin: null };
window.addEventListener('message', function (l) {
  if (g.origin && g.origin !== l.origin) return; //~ weak-origin-check `g.origin !== l.origin`
  act(l.data);
});

// 13. Skipped while the caller names no origin (any).
function receive(callback, d) {
  window.addEventListener('message', function (n) {
    if (typeof d === "string" && n.origin !== d) return false; //~ weak-origin-check `n.origin !== d`
    callback(n.data);
  });
}
receive(act);

// 14. Skipped for data that is falsy (any).
window.addEventListener('message', function (e) {
  if (e.origin != "https://www.example.com" && e.data) return; //~ weak-origin-check `e.origin != "https://www.example.com"`
  act(e.data);
});
