// Several tests and constant parts on the way of one text: what each of them makes safe, and what only all of them do.
const APP = 'https://app.example.com';
const API = 'https://api.example.net/v1/';

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== APP) return;
  const { page, text, id } = data;
  if (!/^\w+$/.test(page)) return;
  void fetch(API + page); //~ ok message-to-request: a word is one segment of the path
  void fetch(API + page + '/' + id); //~ message-to-request `fetch(API + page + '/' + id)` low auditor
  void fetch(API + page + '?id=' + id); //~ noise message-to-request `fetch(API + page + '?id=' + id)` low auditor: the word before the query is taken for something that may change the path
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== APP) return;
  const text = data.text.replace(/</g, '&lt;');
  location.href = text; //~ message-to-navigation `location.href` low pedantic
  document.body.innerHTML = text; //~ ok message-to-html: no element begins in it
  const address = API + text;
  location.href = address; //~ ok message-to-navigation: behind a constant host
  document.body.innerHTML = address; //~ ok message-to-html: escaped before
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== APP) return;
  const either = data.plain ? data.text : data.text.replace(/</g, '&lt;');
  document.body.innerHTML = either; //~ message-to-html `document.body.innerHTML` low pedantic
});

declare function escapeHtml(text: string): string;

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== APP) return;
  const title = escapeHtml(data.title);
  document.body.innerHTML = title; //~ ok message-to-html: escaped
  location.href = title; //~ message-to-navigation `location.href` low pedantic: markup was escaped, the scheme was not
});
