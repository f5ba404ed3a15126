// Literals that no origin equals: the handler is dead, and the next person will loosen the check.
import { render } from './view.js';

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://example.com/') return; //~ impossible-origin-check `event.origin !== 'https://example.com/'` medium
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === 'https://example.com/widget') render(event.data); //~ impossible-origin-check `event.origin === 'https://example.com/widget'`
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'app.example.com') return; //~ impossible-origin-check `event.origin !== 'app.example.com'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== '//app.example.com') return; //~ impossible-origin-check `event.origin !== '//app.example.com'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === 'https://App.Example.com') render(event.data); //~ impossible-origin-check `event.origin === 'https://App.Example.com'`
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://example.com:443') return; //~ impossible-origin-check `event.origin !== 'https://example.com:443'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://bücher.example') return; //~ impossible-origin-check `event.origin !== 'https://bücher.example'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin === 'https://*.example.com') render(event.data); //~ impossible-origin-check `event.origin === 'https://*.example.com'`
});

window.addEventListener('message', (event) => {
  const allowed = ['https://example.com/', 'https://example.org/'];
  if (!allowed.includes(event.origin)) return; //~ impossible-origin-check `allowed.includes(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/example\.com\/$/.test(event.origin)) return; //~ impossible-origin-check `/^https:\/\/example\.com\/$/.test(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== '*') return; //~ impossible-origin-check `event.origin !== '*'`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== location.host) return; //~ impossible-origin-check `event.origin !== location.host`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== location.href) return; //~ impossible-origin-check `event.origin !== location.href`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://xn--bcher-kva.example') return; //~ ok impossible-origin-check: the punycode is what event.origin shows
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://example.com:8443') return; //~ ok impossible-origin-check: a port that is not the default
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== new URL('https://Example.com:443/widget').origin) return; //~ ok impossible-origin-check: parsed, so it is in the form of an origin
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin + '/' !== 'https://example.com/') return; //~ ok impossible-origin-check: the slash is added on the left too
  render(event.data);
});

window.addEventListener('message', (event) => {
  const allowed = ['https://example.com/', 'https://example.com'];
  if (!allowed.includes(event.origin)) return; //~ ok impossible-origin-check: the second entry can match
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://example.com') return;
  if (event.data.url === 'https://example.com/widget') render(event.data); //~ ok impossible-origin-check: a URL of the data
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'chrome-extension://abcdefghijklmnopabcdefghijklmnop') return; //~ ok impossible-origin-check: extensions have origins of their own scheme
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'capacitor://localhost' && event.origin !== 'file://') return; //~ ok impossible-origin-check: shells of mobile and desktop applications show such origins
  render(event.data);
});
