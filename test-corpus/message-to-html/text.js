// Places where markup stays text, and messages that no foreign page sends.
const APP = 'https://app.example.com';
const out = document.getElementById('out');
const worker = new Worker('/markdown.js');

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const text = event.data.text;
  out.innerText = text; //~ ok message-to-html: innerText is text
  out.append(text); //~ ok message-to-html: append makes a text node of a string
  out.replaceChildren(document.createTextNode(text)); //~ ok message-to-html: a text node
  out.insertAdjacentText('beforeend', text); //~ ok message-to-html: text by name
  out.title = text; //~ ok message-to-html: an attribute value
  document.title = text; //~ ok message-to-html: the title is text
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const decoder = document.createElement('textarea');
  decoder.innerHTML = event.data.entities; //~ ok message-to-html: the content of a textarea is never parsed as elements
  out.textContent = decoder.value;
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const parsed = new DOMParser().parseFromString(event.data.html, 'text/html'); //~ ok message-to-html: a parsed document that is not adopted runs nothing
  out.textContent = parsed.body.textContent;
});

worker.onmessage = (event) => {
  out.innerHTML = event.data.html; //~ ok message-to-html: a worker of the page made it
};

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const badge = document.createElement('span');
  badge.innerHTML = event.data.name.charAt(0).toUpperCase(); //~ ok message-to-html: one character
  out.append(badge);
  badge.innerHTML = event.data.name.slice(0, 40); //~ message-to-html `badge.innerHTML` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  let reversed = '';
  for (let i = event.data.markup.length - 1; i >= 0; i--) reversed += event.data.markup.charAt(i);
  out.innerHTML = reversed; //~ message-to-html `out.innerHTML` low pedantic
});
