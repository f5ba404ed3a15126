// With an exact check the same flow is one step less severe.
import { createApp, locales } from './app';

const APP = 'https://app.example.com';
const MODULES: Record<string, string> = { chart: '/modules/chart.js', table: '/modules/table.js' };
const started = new Map<string, () => void>();

window.addEventListener('message', async (event) => {
  if (event.origin !== APP) return;
  const module = await import(event.data.module); //~ message-to-code `import(event.data.module)` low pedantic
  createApp(module);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const worker = new Worker(event.data.worker); //~ message-to-code `new Worker(event.data.worker)` low pedantic
  worker.postMessage('start');
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const frame = document.createElement('iframe');
  frame.srcdoc = event.data.html; //~ message-to-code `frame.srcdoc` low pedantic
  document.body.append(frame);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  window.setInterval(event.data.script, 1000); //~ message-to-code `window.setInterval(event.data.script, 1000)` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const script = document.createElement('script');
  script.type = 'module';
  script.setAttribute('src', event.data.url); //~ message-to-code `script.setAttribute('src', event.data.url)` low pedantic
  document.head.append(script);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const script = document.createElement('script');
  script.text = event.data.code; //~ message-to-code `script.text` low pedantic
  document.head.append(script);
});

const run = (code: string) => (0, eval)(code); //~ message-to-code `(0, eval)(code)` low pedantic

window.addEventListener('message', ({ origin, data }) => {
  if (origin === APP) run(data);
});

window.addEventListener('message', async (event) => {
  if (event.origin !== APP || !Object.hasOwn(MODULES, event.data.name)) return;
  createApp(await import(MODULES[event.data.name])); //~ ok message-to-code: the message chooses among the page's own modules
});

window.addEventListener('message', async (event) => {
  if (event.origin !== APP || !locales.includes(event.data.locale)) return;
  createApp(await import(`./locales/${event.data.locale}.js`)); //~ ok message-to-code: a member of a list
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const image = document.createElement('img');
  image.alt = event.data.alt; //~ ok message-to-code: an attribute that holds text
  document.body.append(image);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const json = document.createElement('script');
  json.type = 'application/json';
  json.textContent = JSON.stringify(event.data.state); //~ ok message-to-code: a data block is not executed
  document.head.append(json);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const style = document.createElement('style');
  style.textContent = `:root { --size: ${Number(event.data.size)}px }`; //~ ok message-to-code: a style sheet, and a number
  document.head.append(style);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const frame = document.createElement('iframe');
  frame.srcdoc = '<p>' + encodeURIComponent(event.data.text) + '</p>'; //~ ok message-to-code: percent-encoded, no markup is left
  document.body.append(frame);
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const task = started.get(event.data.task);
  if (task) setTimeout(task, 0); //~ ok message-to-code: a function that the page registered
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  document.body.onclick = event.data.code; //~ ok message-to-code: a string in an event handler property is dropped
});

export { started };
