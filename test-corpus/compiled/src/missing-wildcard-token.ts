// No check on what comes in, and a token that goes out to any origin.
import { render } from './view';

const session = { token: sessionStorage.getItem('access_token') };

const announce = (target: Window, targetOrigin = '*'): void => {
  target.postMessage({ type: 'session', ...session }, targetOrigin);
};

window.addEventListener('message', (event) => {
  if (event.data?.type !== 'title') return;
  render(event.data.title);
});

announce(window.parent);
