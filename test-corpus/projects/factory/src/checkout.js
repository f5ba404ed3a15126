import { createBridge } from './bridge.js';

const frame = document.querySelector('iframe.checkout');
const bridge = createBridge(frame, {
  targetOrigin: 'https://pay.example.com',
  check: (origin) => origin === 'https://pay.example.com',
});

bridge.on('paid', (receipt) => {
  document.querySelector('.receipt').textContent = receipt.id; //~ ok message-to-html: text
});
window.addEventListener('blur', () => window.parent.postMessage('blur', 'https://app.example.com'));
bridge.send({ kind: 'checkout', session: localStorage.getItem('sessionToken') }); //~ ok wildcard-sensitive-data: one origin is named
