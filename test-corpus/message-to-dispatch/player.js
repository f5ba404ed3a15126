// A player that offers all of its interface to whatever page embeds it, and a page that drives it by name.
const Player = {
  volume: 1,
  load(source) {
    document.querySelector('video').title = source;
  },
  seek(seconds) {
    document.querySelector('video').currentTime = Number(seconds);
  },
  mute() {
    document.querySelector('video').muted = true;
  },
};

function onCommand(event) {
  let message = event.data;
  if (typeof message === 'string' && message.charAt(0) === '{') {
    message = JSON.parse(message);
  }
  if (message.method && typeof Player[message.method] === 'function') {
    const result = Player[message.method].apply(Player, message.args); //~ message-to-dispatch `Player[message.method]` medium
    event.source.postMessage({ result: Boolean(result) }, event.origin); //~ reply-to-unchecked-sender `event.origin` low
  }
}

window.addEventListener('message', onCommand); //~ missing-origin-check `window.addEventListener('message', onCommand)` high

// The same from the page that is trusted: to call what the table holds is what it is for.
window.addEventListener('message', (event) => {
  if (event.origin !== 'https://studio.example.com') return;
  const { method, args } = event.data;
  Player[method](...args); //~ ok message-to-dispatch: an expected sender calls what the program wrote for it
});

// The element has more to offer than a player's buttons.
const video = document.querySelector('video');

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://studio.example.com') return;
  video[data.action](data.value); //~ message-to-dispatch `video[data.action]` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://studio.example.com') return;
  if (data.action === 'play' || data.action === 'pause') {
    video[data.action](); //~ ok message-to-dispatch: one of two names
  }
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://studio.example.com') return;
  if (!['play', 'pause', 'load'].includes(data.action)) return;
  video[data.action](); //~ ok message-to-dispatch: a member of a constant list
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://studio.example.com') return;
  video.dispatchEvent(new CustomEvent(data.action)); //~ ok message-to-dispatch: an event's name is no function's
  console[data.level](data.text); //~ ok message-to-dispatch: whatever the console does, it only logs
  data.list.forEach((entry) => entry.toString()); //~ ok message-to-dispatch: methods of the message's own data
});
