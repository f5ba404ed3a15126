// A window that an earlier message left behind is no proof of who sends the present one.

let speaker = null;

function sendState(state) {
  speaker.postMessage(JSON.stringify({ namespace: 'notes', state }), 'https://notes.example.com');
}

export function reconnect(deck) {
  window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
    if (!speaker) {
      const data = JSON.parse(event.data);
      if (data && data.type === 'heartbeat') {
        speaker = event.source;
        sendState(deck.state());
      }
    }
  });
}

let editor = null;

export function connected(deck) {
  window.addEventListener('message', (event) => { //~ ok missing-origin-check: adopted from one origin, compared afterwards
    if (event.origin === 'https://editor.example.com') editor = event.source;
    if (!editor || event.source !== editor) return;
    deck.layout(event.data);
  });
}
