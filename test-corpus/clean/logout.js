// Signing out in one tab signs out in all of them.
const session = new BroadcastChannel('session');

export function signOut() {
  session.postMessage({ type: 'sign-out' });
  leave();
}

session.onmessage = (event) => {
  if (event.data.type === 'sign-out') leave();
};

session.onmessageerror = () => leave();

function leave() {
  sessionStorage.clear();
  window.location.assign('/signed-out');
}

window.addEventListener('pagehide', () => session.close());
