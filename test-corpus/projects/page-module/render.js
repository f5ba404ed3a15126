const main = document.querySelector("main");

export function render({ html }) {
  main.innerHTML = html; //~ message-to-html `main.innerHTML` high
}

export function renderText({ text }) {
  main.textContent = text; //~ ok message-to-html: text is not parsed
}
