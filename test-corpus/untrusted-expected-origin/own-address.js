// The page's own address holds what others chose, but its origin is its own, however it is taken out.

export function withAnchor(box) {
  const a = document.createElement('a');
  a.href = window.location.href;
  const own = a.protocol + '//' + a.host;
  window.addEventListener('message', (event) => {
    if (event.origin !== own) return; //~ ok untrusted-expected-origin: protocol and host of the page's own address
    box.textContent = event.data.title;
  });
}

export function withForeignAnchor(box) {
  const a = document.createElement('a');
  a.href = location.search.slice(1);
  const partner = a.protocol + '//' + a.host;
  window.addEventListener('message', (event) => {
    if (event.origin !== partner) return; //~ untrusted-expected-origin `event.origin !== partner` low pedantic
    box.textContent = event.data.title;
  });
}

function originOf(url) {
  if (!/^https?:\/\//.test(url)) url = window.location.href;
  const found = /^(https?:\/\/[-_a-zA-Z.0-9:]+)/.exec(url);
  if (found) return found[1];
  return url;
}

export function withPattern(options, box) {
  const expected = options.origin || originOf(options.url);
  window.addEventListener('message', (event) => {
    if (event.origin !== expected) return; //~ ok untrusted-expected-origin: configured, or the page's own
    box.textContent = event.data.title;
  });
}

export function withGreedyPattern(box) {
  const found = /^https?:\/\/.*(https:.*)$/.exec(location.href);
  const partner = found ? found[1] : location.origin;
  window.addEventListener('message', (event) => {
    if (event.origin !== partner) return; //~ untrusted-expected-origin `event.origin !== partner` low pedantic
    box.textContent = event.data.title;
  });
}

// One of three: what is configured, a constant, or the whole address, which no origin equals.
export function connect(options, receive) {
  const expected = options.origin ? options.origin : options.hosted ? 'https://app.example.com' : location.href;
  window.addEventListener('message', (event) => {
    if (event.origin === expected) receive(event.data); //~ ok untrusted-expected-origin: an address has a path
  });
}
