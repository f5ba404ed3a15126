import { createBridge } from './bridge.js';

// No options: everything that the factory takes for granted.
const bridge = createBridge(document.querySelector('iframe.chat'));

window.addEventListener('focus', () => bridge.send({ type: 'focus', token: localStorage.getItem('sessionToken') }));
window.addEventListener('blur', () => window.parent.postMessage('blur', 'https://app.example.com'));
