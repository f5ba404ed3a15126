// Elements that are made if a look-up finds none.
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  let style = document.getElementById('theme');
  if (!style) {
    style = document.createElement('style');
    style.id = 'theme';
    document.head.appendChild(style);
  }
  style.innerHTML = `:root { --color: ${event.data.color} }`; //~ ok message-to-html: the content of a style element is no markup

  const note = document.getElementById('note') || document.body.appendChild(document.createElement('div'));
  note.innerHTML = event.data.note; //~ message-to-html `note.innerHTML` high

  const text = document.querySelector('#text') ?? document.createElement('textarea');
  text.innerHTML = event.data.text; //~ ok message-to-html: the content of a text area is no markup
});
