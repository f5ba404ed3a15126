// The comparison is right and the sentence around it is wrong.
import { render } from './view.js';

const TRUSTED = 'https://app.example.com';
const LIST = [TRUSTED, 'https://b.example.com'];

window.addEventListener('message', (event) => {
  if (!event.origin === TRUSTED) return; //~ weak-origin-check `!event.origin === TRUSTED`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin) { //~ weak-origin-check `event.origin`
    render(event.data);
  }
});

window.addEventListener('message', (event) => {
  if (typeof event.origin !== 'string') return; //~ weak-origin-check `typeof event.origin !== 'string'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === 'https://evil.example.net') return; //~ weak-origin-check `event.origin === 'https://evil.example.net'`
  render(event.data);
});

// Acts for everybody but the page that it should act for.
window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) { //~ weak-origin-check `event.origin !== TRUSTED`
    render(event.data);
  }
});

window.addEventListener('message', (event) => {
  if (!LIST.indexOf(event.origin)) return; //~ weak-origin-check `LIST.indexOf(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (LIST.find((entry) => entry === event.origin) !== null) { //~ weak-origin-check `LIST.find((entry) => entry === event.origin) !== null`
    render(event.data);
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED && event.data.version) return; //~ weak-origin-check `event.origin !== TRUSTED`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin && event.origin !== TRUSTED) return; //~ ok weak-origin-check: a message of another window always has an origin
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!(event.origin === TRUSTED)) return; //~ ok weak-origin-check: parentheses in the right place
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (LIST.findIndex((entry) => entry === event.origin) < 0) return; //~ ok weak-origin-check: compared with a number as it should be
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.data.version && event.origin !== TRUSTED) return;
  if (event.origin !== LIST[1] && event.origin !== TRUSTED) return; //~ ok weak-origin-check: the second test does not depend on the data
  render(event.data);
});

window.addEventListener('message', (event) => {
  const trusted = event.origin === TRUSTED || event.origin === 'https://b.example.com'; //~ ok weak-origin-check: a chain of exact comparisons
  const shaped = typeof event.data === 'object' && event.data !== null;
  if (trusted && shaped) render(event.data);
});

// A list of the caller's that is empty by default lets everybody in.
export class Client {
  constructor(settings) {
    this.settings = settings;
    window.addEventListener('message', (event) => {
      const allowed = this.settings.allowedOrigins || [];
      if (allowed.length && !allowed.includes(event.origin)) return; //~ missed weak-origin-check `allowed.includes(event.origin)`: that settings are left out is not tried
      this.settings.store.set(event.data.key, event.data.value);
    });
  }
}
