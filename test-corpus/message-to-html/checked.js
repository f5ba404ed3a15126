// With an exact check the same flow is one step less severe: the trusted sender may itself be attacked.
const APP = 'https://app.example.com';
const out = document.getElementById('out');

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  out.innerHTML = event.data; //~ message-to-html `out.innerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin === APP) show(data.html);
});

function show(html) {
  const box = document.createElement('div');
  box.innerHTML = html; //~ message-to-html `box.innerHTML` low pedantic
  out.replaceChildren(box);
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const { rows } = JSON.parse(event.data);
  for (const row of rows) {
    out.insertAdjacentHTML('beforeend', row.trim().slice(0, 500)); //~ message-to-html `out.insertAdjacentHTML('beforeend', row.trim().slice(0, 500))` low pedantic
  }
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const fragment = document.createRange().createContextualFragment(event.data.svg); //~ message-to-html `document.createRange().createContextualFragment(event.data.svg)` low pedantic
  out.append(fragment);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  // The first < only, and only a script element: neither is a sanitizer.
  out.innerHTML = event.data.text.replace('<', '&lt;'); //~ message-to-html `out.innerHTML` low pedantic
  out.outerHTML = event.data.text.replace(/<script>/g, ''); //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const template = document.createElement('template');
  template.innerHTML = event.data.row; //~ ok message-to-html: nothing runs in a template
  out.append(template.content.cloneNode(true)); //~ message-to-html `out.append(template.content.cloneNode(true))` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  out.setHTMLUnsafe(event.data.html); //~ message-to-html `out.setHTMLUnsafe(event.data.html)` low pedantic
});

window.addEventListener('message', async (event) => {
  if (event.origin !== APP) return;
  const html = await Promise.resolve(event.data.html);
  out.innerHTML = html; //~ message-to-html `out.innerHTML` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  setTimeout(() => {
    out.innerHTML = JSON.stringify(event.data); //~ message-to-html `out.innerHTML` low pedantic
  }, 100);
});
