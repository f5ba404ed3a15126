// Every function of a table is run, the last as the first.
const kept = [];
const handlers = {
  a: (data) => kept.push(data),
  b: (data) => kept.push(data.b),
  c: (data) => kept.push(data.c),
  d: (data) => kept.push(data.d),
  e: (data) => kept.push(data.e),
  f: (data) => kept.push(data.f),
  g: (data) => kept.push(data.g),
  h: (data) => kept.push(data.h),
  i: (data) => kept.push(data.i),
  j: (data) => kept.push(data.j),
  k: (data) => kept.push(data.k),
  text: (data) => (document.querySelector('#text').textContent = data.text), //~ ok message-to-html: text
  show: (data) => (document.querySelector('#show').innerHTML = data.html), //~ message-to-html `document.querySelector('#show').innerHTML` high
};
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  if (!Object.hasOwn(handlers, event.data.name)) return;
  handlers[event.data.name](event.data.value);
});
