// With an exact check the same flow is one step less severe.
const APP = 'https://app.example.com';
const form = document.querySelector('form')!;
const frame = document.querySelector('iframe')!;

interface Step {
  next: string;
  title: string;
}

window.addEventListener('message', (event: MessageEvent<Step>) => {
  if (event.origin !== APP) return;
  document.title = event.data.title;
  window.location.href = event.data.next; //~ message-to-navigation `window.location.href` low pedantic
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== APP) return;
  form.action = data.action; //~ message-to-navigation `form.action` low pedantic
  form.submit();
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  frame.setAttribute('src', event.data.page); //~ message-to-navigation `frame.setAttribute('src', event.data.page)` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  frame.contentWindow!.location.href = event.data.page; //~ message-to-navigation `frame.contentWindow!.location.href` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const url: string = event.data.url;
  // javascript:alert(1)//https: passes this test.
  if (url.indexOf('http:') > -1 || url.indexOf('https:') > -1) {
    location.assign(url); //~ message-to-navigation `location.assign(url)` low pedantic
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  if (!event.data.url.includes('https://')) return;
  location.replace(event.data.url); //~ message-to-navigation `location.replace(event.data.url)` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  // The message goes on where the host ends: https://shop.example.com.attacker.test/
  location.href = 'https://shop.example.com' + event.data.path; //~ message-to-navigation `location.href` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  openOauth(event.data);
});

function openOauth({ oauthUrl, width }: { oauthUrl: string; width: number }): void {
  open(oauthUrl, 'oauth', 'popup,width=' + width); //~ message-to-navigation `open(oauthUrl, 'oauth', 'popup,width=' + width)` low auditor: a window beside this one, for a sender that was let in
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  window.open(event.data.url, '_self'); //~ message-to-navigation `window.open(event.data.url, '_self')` low pedantic
});
