// A player's two halves: the page holds a frame that it is told by its id, the frame knows its page by the referrer only.
function originOf(address) {
  return address.split('/').slice(0, 3).join('/');
}

function log() {
  log.history = log.history || [];
  log.history.push(arguments);
}

export function Player(id) {
  this.elem = document.getElementById(id);
  this.origin = originOf(this.elem.src);
  this.state = {};
  window.addEventListener('message', (event) => this.receive(event));
}

Player.prototype.receive = function (event) {
  log('receive', event); //~ ok unenforced-origin-check: the event is noted, not handled
  if (event.origin !== this.origin) return; //~ ok untrusted-expected-origin: the address of the frame that the page names
  this.state = JSON.parse(event.data);
};

export function Receiver() {
  this.origin = originOf(document.referrer);
  this.methods = {};
  window.addEventListener('message', (event) => this.receive(event));
}

Receiver.prototype.receive = function (event) {
  if (event.origin !== this.origin) return; //~ untrusted-expected-origin `event.origin !== this.origin` medium
  this.methods.last = event.data.method;
};

// Any of the frames that the page happens to have may be somebody's advertisement.
export function hub(store) {
  window.addEventListener('message', (event) => {
    for (const frame of document.querySelectorAll('iframe')) {
      if (event.origin === originOf(frame.src)) { //~ untrusted-expected-origin `event.origin === originOf(frame.src)` medium
        store.set(event.data.key, event.data.value);
      }
    }
  });
}
