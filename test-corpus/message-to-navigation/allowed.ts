// The same flows with something between that makes them safe.
const APP = 'https://app.example.com';
const ALLOWED = ['https://app.example.com/home', 'https://app.example.com/cart'];
const PAGES = new Map([['home', '/home'], ['cart', '/cart']]);
const SAFE_URL = /^https?:\/\//i;
const out = document.querySelector('img')!;

function isSafeUrl(url: string): boolean {
  return SAFE_URL.test(url);
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const url = new URL(event.data.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return;
  location.href = url.href; //~ ok message-to-navigation: parsed, and the protocol is on a list
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const url = new URL(event.data.path, location.href);
  if (url.origin !== location.origin) return;
  location.assign(url); //~ ok message-to-navigation: parsed, and the origin is the page's own
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const url = new URL(event.data.url);
  if (['https:', 'mailto:'].includes(url.protocol)) window.open(url); //~ ok message-to-navigation: the protocol is a member of a list
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP || !isSafeUrl(event.data.url)) return;
  location.href = event.data.url; //~ ok message-to-navigation: an anchored pattern allows two schemes
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  if (event.data.url.startsWith('https://')) {
    window.open(event.data.url, '_blank', 'noopener'); //~ ok message-to-navigation: begins with an allowed scheme
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  if (ALLOWED.includes(event.data.url)) location.href = event.data.url; //~ ok message-to-navigation: a member of a constant list
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const page = PAGES.get(event.data.page);
  if (page) location.href = page; //~ ok message-to-navigation: the message chooses, the page writes
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  switch (event.data.page) {
    case 'home':
    case 'cart':
      location.href = `/${event.data.page}`; //~ ok message-to-navigation: equal to one of the cases
      break;
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  location.href = '/search?q=' + encodeURIComponent(event.data.query); //~ ok message-to-navigation: an encoded parameter behind a constant path
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  location.href = `https://help.example.com/topics/${encodeURIComponent(event.data.topic)}`; //~ ok message-to-navigation: an encoded segment behind a constant host
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  out.dataset.url = event.data.url; //~ ok message-to-navigation: kept as text
  out.alt = event.data.url; //~ ok message-to-navigation: an attribute that holds text
});

function isSecure(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'https:';
  } catch {
    return false;
  }
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP || !isSecure(event.data.url)) return;
  location.href = event.data.url; //~ ok message-to-navigation: a predicate parses it and compares the scheme
});
