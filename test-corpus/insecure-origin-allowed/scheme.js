// The scheme is never compared, or plain http is on the list: anybody on the network path speaks for the host.
import { render } from './view.js';

const HOST = 'app.example.com';

window.addEventListener('message', (event) => {
  if (event.origin !== 'http://app.example.com') return; //~ insecure-origin-allowed `event.origin !== 'http://app.example.com'` low
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (new URL(event.origin).hostname !== HOST) return; //~ insecure-origin-allowed `new URL(event.origin).hostname !== HOST`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const { host } = new URL(event.origin);
  if (host === HOST) render(event.data); //~ insecure-origin-allowed `host === HOST`
});

window.addEventListener('message', (event) => {
  if (event.origin.split('//')[1] !== HOST) return; //~ insecure-origin-allowed `event.origin.split('//')[1] !== HOST`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.replace(/^https?:\/\//, '') === HOST) render(event.data); //~ insecure-origin-allowed `event.origin.replace(/^https?:\/\//, '') === HOST`
});

window.addEventListener('message', (event) => {
  if (!/^https?:\/\/app\.example\.com$/.test(event.origin)) return; //~ insecure-origin-allowed `/^https?:\/\/app\.example\.com$/.test(event.origin)` witness=http://app.example.com
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith('//app.example.com')) return; //~ insecure-origin-allowed `event.origin.endsWith('//app.example.com')`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const [, , host] = event.origin.split('/');
  if (host === HOST) render(event.data); //~ insecure-origin-allowed `host === HOST`
});

window.addEventListener('message', (event) => {
  const url = new URL(event.origin);
  if (url.protocol !== 'https:' || url.hostname !== HOST) return; //~ ok insecure-origin-allowed: scheme and host are compared
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== `https://${HOST}`) return; //~ ok insecure-origin-allowed: scheme and host in one string
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (new URL(event.origin).origin !== new URL('https://app.example.com/embed').origin) return; //~ ok insecure-origin-allowed: whole origins are compared
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.split('://').join('|') === 'https|' + HOST) render(event.data); //~ ok insecure-origin-allowed: the scheme is part of what is compared
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://app.example.com') return;
  if (event.data.link.startsWith('http://')) console.debug('insecure link'); //~ ok insecure-origin-allowed: a link in the data
  render(event.data);
});
