// Attributes whose names a message chooses: behind a constant beginning none of them runs anything.
const box = document.querySelector('#box');

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  box.setAttribute('data-' + event.data.name, event.data.value); //~ ok message-to-html: a data attribute
  box.setAttribute(`aria-${event.data.name}`, event.data.value); //~ ok message-to-html: what assistive technology is told
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  box.setAttribute(event.data.name, event.data.value); //~ message-to-html `box.setAttribute(event.data.name, event.data.value)` high
});
