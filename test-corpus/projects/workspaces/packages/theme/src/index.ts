export function applyTheme(css: { html: string }) {
  document.head.insertAdjacentHTML('beforeend', css.html); //~ message-to-html `document.head.insertAdjacentHTML('beforeend', css.html)` high
}
