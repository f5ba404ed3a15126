// The page of that plugin: Figma is around it.
const FIGMA = 'https://www.figma.com';
const input = document.querySelector<HTMLInputElement>('#count')!;
const output = document.querySelector('output')!;

document.querySelector('#create')!.addEventListener('click', () => {
  parent.postMessage({ pluginMessage: { type: 'create', count: Number(input.value) } }, FIGMA);
});

window.addEventListener('message', (event) => {
  if (event.origin !== FIGMA) return;
  const message = event.data.pluginMessage;
  if (message?.type === 'created') output.textContent = `${Number(message.count)} rectangles`;
});
