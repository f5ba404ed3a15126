// The program has the receiver's origin at hand and posts to `*` all the same.
const player = document.createElement('iframe');
player.src = 'https://player.example.com/embed.html';
document.body.append(player);

const local = document.createElement('iframe');
local.src = '/embed.html';
document.body.append(local);

const chosen = document.createElement('iframe');
document.body.append(chosen);

export function play(clip) {
  player.contentWindow.postMessage({ type: 'play', clip }, '*'); //~ wildcard-target-origin `'*'` low regular
  player.contentWindow.postMessage({ type: 'play', clip }, 'https://player.example.com'); //~ ok wildcard-target-origin: it is named
  player.contentWindow.postMessage({ type: 'stop' }, '*'); //~ ok wildcard-target-origin: a constant
}

export function show(address, clip) {
  chosen.src = address;
  chosen.contentWindow.postMessage({ type: 'play', clip }, '*'); //~ wildcard-target-origin `'*'` low pedantic
  local.contentWindow.postMessage({ type: 'play', clip }, '*'); //~ wildcard-target-origin `'*'` low pedantic
}
