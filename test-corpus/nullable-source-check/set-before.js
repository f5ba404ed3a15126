// What the sender is compared with is set before the listener is added, and emptied in the step that removes it.
class Dialog {
  static popup = null;
  static hear = null;

  static open(url, handler) {
    Dialog.close();
    const opened = window.open(url);
    if (!opened) return;
    Dialog.popup = opened;
    Dialog.hear = (event) => {
      if (event.source === Dialog.popup) handler(JSON.parse(event.data)); //~ ok nullable-source-check: there is a popup as long as the listener stays
    };
    window.addEventListener('message', Dialog.hear);
  }

  static close() {
    if (!Dialog.popup) return;
    window.removeEventListener('message', Dialog.hear);
    Dialog.popup = null;
  }
}

let popup = null;
function ask(url, handler) {
  popup = window.open(url);
  window.addEventListener('message', (event) => {
    if (event.source === popup) handler(event.data); //~ ok nullable-source-check: nothing empties it again
  });
}

let left = null;
function askOnce(url, handler) {
  left = window.open(url);
  window.addEventListener('message', (event) => {
    if (event.source === left) handler(event.data); //~ nullable-source-check `event.source === left` medium
  });
}
function leave() {
  left.close();
  left = null;
}

let late = null;
window.addEventListener('message', (event) => {
  if (event.source !== late) return; //~ nullable-source-check `event.source !== late` medium
  localStorage.setItem('name', event.data.name); //~ message-to-storage `localStorage.setItem('name', event.data.name)` medium
});
function start(url) {
  late = window.open(url);
}

const holder = { popup: null };
document.querySelector('button').onclick = () => {
  holder.popup = window.open('/sign-in');
};
window.addEventListener('message', (event) => {
  if (event.source !== holder.popup) return; //~ nullable-source-check `event.source !== holder.popup` medium
  localStorage.setItem('token', event.data.token); //~ message-to-storage `localStorage.setItem('token', event.data.token)` medium
});

export { Dialog, ask, askOnce, leave, start };
