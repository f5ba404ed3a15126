// Every subdomain is trusted: a forgotten one that is taken over, or an open redirector with user content, speaks for all.
import { render } from './view.js';

const DOMAIN = '.example.com';

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith('.example.com')) return; //~ broad-origin-check `event.origin.endsWith('.example.com')` low
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin.slice(-DOMAIN.length) === DOMAIN) render(event.data); //~ broad-origin-check `event.origin.slice(-DOMAIN.length) === DOMAIN`
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/[a-z0-9-]+\.example\.com$/.test(event.origin)) return; //~ broad-origin-check `/^https:\/\/[a-z0-9-]+\.example\.com$/.test(event.origin)` low
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/(.+\.)?example\.com$/.test(event.origin)) return; //~ broad-origin-check `/^https:\/\/(.+\.)?example\.com$/.test(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const { hostname } = new URL(event.origin);
  if (hostname.endsWith('.example.com')) render(event.data); //~ broad-origin-check `hostname.endsWith('.example.com')`
});

window.addEventListener('message', (event) => {
  const site = event.origin.split('.').slice(-2).join('.');
  if (site !== 'example.com') return; //~ ok broad-origin-check: an exact comparison follows
  if (event.origin !== 'https://app.example.com') return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (['.example.com', '.example.net'].some((suffix) => event.origin.endsWith(suffix))) { //~ broad-origin-check `event.origin.endsWith(suffix)`
    render(event.data);
  }
});

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith('.app.example.com')) return; //~ broad-origin-check `event.origin.endsWith('.app.example.com')`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/(?:app|www|docs)\.example\.com$/.test(event.origin)) return; //~ ok broad-origin-check: three named subdomains
  render(event.data);
});

window.addEventListener('message', (event) => {
  const allowed = ['app', 'www', 'docs'].map((name) => `https://${name}.example.com`);
  if (!allowed.includes(event.origin)) return; //~ ok broad-origin-check: three named subdomains, made by map
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== 'https://app' + DOMAIN) return; //~ ok broad-origin-check: one subdomain, put together
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!event.origin.endsWith(DOMAIN)) return;
  if (event.origin !== 'https://app.example.com') return; //~ ok broad-origin-check: the suffix is followed by an exact comparison
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!event.data.url.endsWith(DOMAIN)) return; //~ ok broad-origin-check: the suffix is asked of the data
  if (event.origin !== 'https://app.example.com') return;
  render(event.data);
});
