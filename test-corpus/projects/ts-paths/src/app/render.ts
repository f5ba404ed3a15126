export function render(markup: string) {
  const root = document.getElementById('root');
  if (root) root.innerHTML = markup; //~ message-to-html `root.innerHTML` high
}
