// Frames: only one that can be nothing but opaque leaves no other choice than the wildcard.
const RENDERER = '<!doctype html><script src="https://cdn.example.com/renderer.js"></script>';

export function mountSandboxed(host, source) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.srcdoc = RENDERER;
  frame.addEventListener('load', () => {
    frame.contentWindow.postMessage({ source }, '*'); //~ ok wildcard-target-origin: sandboxed without allow-same-origin, no other target origin can match
  });
  host.append(frame);
}

export function mountWithProperty(host, source) {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts allow-popups';
  frame.srcdoc = RENDERER;
  frame.onload = () => {
    frame.contentWindow.postMessage({ source }, '*'); //~ ok wildcard-target-origin: the same through the property
  };
  host.append(frame);
}

export function mountWithTokens(host, source) {
  const frame = document.createElement('iframe');
  frame.sandbox.add('allow-scripts');
  frame.srcdoc = RENDERER;
  frame.addEventListener('load', () => frame.contentWindow.postMessage({ source }, '*')); //~ ok wildcard-target-origin: the same through the token list
  host.append(frame);
}

export function mountWithOrigin(host, source) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  frame.src = 'https://preview.example.com/';
  frame.addEventListener('load', () => {
    frame.contentWindow.postMessage({ source }, '*'); //~ wildcard-target-origin `'*'` regular
  });
  host.append(frame);
}

export function mountPlain(host, source) {
  const frame = document.createElement('iframe');
  frame.src = 'https://preview.example.com/';
  frame.addEventListener('load', () => {
    frame.contentWindow.postMessage({ source }, '*'); //~ wildcard-target-origin `'*'` regular
  });
  host.append(frame);
}

export function mountExact(host, source) {
  const frame = document.createElement('iframe');
  frame.src = 'https://preview.example.com/';
  frame.addEventListener('load', () => {
    frame.contentWindow.postMessage({ source }, new URL(frame.src).origin); //~ ok wildcard-target-origin: the origin that the frame was given
  });
  host.append(frame);
}
