// The own address in an object of URL: its host is the page's own, whatever the rest of it says and however often it is parsed again.
class Address {
  constructor(text) {
    this.url = new URL(text); //~ untrusted-target-origin `new URL(text)` medium
    this.url.search = '';
    this.url.hash = '';
  }

  above() {
    const other = new Address(this.url.toString());
    other.url.host = this.url.host.split('.').slice(1).join('.');
    return other;
  }
}

const home = new Address(window.location.href);
const draft = () => document.querySelector('textarea').value;

export const tellHome = () => window.parent.postMessage({ text: draft() }, home.url.origin); //~ ok untrusted-target-origin: the page's own
export const tellAbove = () => window.parent.postMessage({ text: draft() }, home.above().url.origin); //~ ok untrusted-target-origin: the page's own parent domain
window.addEventListener('message', (event) => {
  if (event.origin !== home.above().url.origin) return; //~ ok untrusted-expected-origin: nobody chooses the host of this page
  document.title = event.data.title;
});

const steered = new Address(new URLSearchParams(location.search).get('host'));
export const tellAnybody = () => window.parent.postMessage({ text: draft() }, steered.url.origin);

const moved = new URL(location.href);
moved.host = new URLSearchParams(location.search).get('host'); //~ untrusted-target-origin `moved.host` medium
export const tellMoved = () => window.parent.postMessage({ text: draft() }, moved.origin);
