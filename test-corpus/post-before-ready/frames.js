// Frames and popups that are greeted before they can hear.
const APP = 'https://app.example.com';

export function embed(settings) {
  const frame = document.createElement('iframe');
  frame.src = `${APP}/widget`;
  document.body.appendChild(frame);
  frame.contentWindow.postMessage({ settings }, APP); //~ post-before-ready `frame.contentWindow.postMessage({ settings }, APP)` low
  return frame;
}

export function embedLoaded(settings) {
  const frame = document.createElement('iframe');
  frame.src = `${APP}/widget`;
  frame.addEventListener('load', () => frame.contentWindow.postMessage({ settings }, APP)); //~ ok post-before-ready: posted when the frame has loaded
  document.body.appendChild(frame);
}

export function embedAssigned(settings) {
  const frame = document.createElement('iframe');
  frame.onload = () => frame.contentWindow.postMessage({ settings }, APP); //~ ok post-before-ready: posted when the frame has loaded
  frame.src = `${APP}/widget`;
  document.body.append(frame);
}

export function embedReady(settings) {
  const frame = document.createElement('iframe');
  frame.src = `${APP}/widget`;
  document.body.appendChild(frame);
  window.addEventListener('message', (event) => {
    if (event.origin !== APP || event.source !== frame.contentWindow) return;
    frame.contentWindow.postMessage({ settings }, APP); //~ ok post-before-ready: the frame said that it is ready
  });
}

export async function embedAwaited(settings) {
  const frame = document.createElement('iframe');
  frame.src = `${APP}/widget`;
  document.body.appendChild(frame);
  await new Promise((resolve) => (frame.onload = resolve));
  frame.contentWindow.postMessage({ settings }, APP); //~ ok post-before-ready: waits for the load event
}

export function embedInner(settings) {
  const frame = document.createElement('iframe');
  document.body.appendChild(frame);
  frame.contentDocument.write('<script src="/widget.js"></script>');
  frame.contentWindow.postMessage({ settings }, location.origin); //~ ok post-before-ready: written into and running
}

function send(target, settings) {
  target.postMessage({ settings }, APP); //~ post-before-ready `target.postMessage({ settings }, APP)`
}

export function embedByHelper(settings) {
  const frame = document.createElement('iframe');
  frame.src = `${APP}/helper`;
  document.body.appendChild(frame);
  send(frame.contentWindow, settings);
}

export function login(state) {
  const popup = window.open(`${APP}/login`, 'login', 'width=400');
  popup.postMessage({ state }, APP); //~ post-before-ready `popup.postMessage({ state }, APP)`
}

export function loginFocused(state) {
  const popup = window.open(`${APP}/login`);
  popup?.focus();
  popup?.postMessage({ state }, APP); //~ post-before-ready `popup?.postMessage({ state }, APP)`
}

export function loginRepeated(state) {
  const popup = window.open(`${APP}/login`);
  const greet = () => popup.postMessage({ state }, APP); //~ ok post-before-ready: repeated until the popup answers
  greet();
  const timer = setInterval(greet, 200);
  window.addEventListener('message', (event) => {
    if (event.origin === APP && event.source === popup) clearInterval(timer);
  });
}

export function loginLater(state) {
  const popup = window.open(`${APP}/login`);
  setTimeout(() => popup.postMessage({ state }, APP), 2000); //~ ok post-before-ready: not in the same turn
}

export function again(state) {
  const popup = window.open('', 'login');
  popup.postMessage({ state }, APP); //~ ok post-before-ready: without an address it may be a window that is open already
}

export function greetOpener() {
  window.opener.postMessage('ready', APP); //~ ok post-before-ready: the opener was there before
}

export class Inquiry {
  constructor(options) {
    this.options = options;
    this.frame = document.createElement('iframe');
    document.body.append(this.frame);
    try {
      this.frame.src = new URL(options.path, options.host).href;
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  destroy() {
    this.frame.contentWindow.postMessage({ action: 'destroy' }, this.options.host); //~ ok post-before-ready: it is there for later, and cleans up here
    this.frame.remove();
  }
}
