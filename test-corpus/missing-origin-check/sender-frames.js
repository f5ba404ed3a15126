// An embedding page looks for the frame that a message came from, in the ways that embeds do it.
import { embeds, widgets } from './registry.js';
import { findEmbed, log } from './page.js';

function frameOf(frames, win) {
  var found;
  for (var i = 0; i < frames.length && !found; i++) {
    var frame = frames[i];
    frame.contentWindow === win && (found = frame);
  }
  return found;
}

window.addEventListener('message', function (e) {
  var frame = frameOf(document.querySelectorAll('iframe.embed'), e.source);
  if (frame) {
    widgets.get(frame.id).url = e.data.url; //~ ok missing-origin-check: only a frame of this page is found
  }
});

window.addEventListener('message', function (e) {
  var frame;
  for (const candidate of document.getElementsByTagName('iframe')) {
    if (candidate.contentWindow === e.source) {
      frame = candidate;
      break;
    }
  }
  if (!frame) return;
  frame.style.height = e.data.height + 'px'; //~ ok missing-origin-check: somebody else has no frame here
});

window.addEventListener('message', function (e) { //~ missing-origin-check `window.addEventListener('message', function (e) {…`
  var frame;
  for (const candidate of document.getElementsByTagName('iframe')) {
    if (candidate.contentWindow === e.source) frame = candidate;
  }
  if (frame) log('message of ' + frame.id);
  embeds.latest = e.data;
});

window.addEventListener('message', function (e) { //~ missing-origin-check `window.addEventListener('message', function (e) {…` pedantic
  var frame;
  for (const candidate of document.getElementsByTagName('iframe')) {
    if (candidate.src === e.data.context) frame = candidate;
  }
  if (frame) frame.style.height = e.data.height + 'px';
});

// Whoever gets the window that spoke may look whose it is.
window.addEventListener('message', function (e) {
  var embed = findEmbed({ contentWindow: e.source, src: e.data.context }); //~ ok missing-origin-check: the window is handed on too
  if (embed) {
    widgets.get(embed).url = e.data.url;
  }
});

window.addEventListener('message', function (e) { //~ missing-origin-check `window.addEventListener('message', function (e) {…`
  var embed = findEmbed({ src: e.data.context });
  if (embed) widgets.get(embed).url = e.data.url;
});

// Whether a message was ever handled before is no question of who sends this one.
var queue = [];
window.addEventListener('message', function (e) { //~ ok missing-origin-check: who handles the event later may check it
  queue = queue || [];
  queue.push(e);
});
