// The origin is looked at, and what comes out stops nobody.
const inbox = [];
const desk = document.querySelector("#desk");

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  let origin = event.origin;
  if (origin === 'null') origin = 'file://';
  inbox.push({ origin, data: event.data });
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  const from = event.origin !== 'null' ? event.origin : 'a sandboxed frame';
  desk.title = `${from}: ${event.data.note}`;
});

window.addEventListener('message', (event) => {
  const origin = event.origin === 'null' ? 'file://' : event.origin;
  if (origin !== 'https://desk.example.com') return; //~ ok missing-origin-check: what is normalised is compared
  inbox.push({ origin, data: event.data });
});
