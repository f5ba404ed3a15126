// Sets, maps, arrays, own keys, and a pattern with both anchors.
import { render } from './view';

const SET = new Set(['https://a.example.com', 'https://b.example.com']);
const MAP = new Map<string, string>([['https://a.example.com', 'a']]);
const LIST = ['https://a.example.com', ...SET];
const TABLE: Record<string, true> = { 'https://a.example.com': true };
const PATTERN = /^https:\/\/(a|b)\.example\.com$/;

window.addEventListener('message', (event) => {
  if (!SET.has(event.origin)) return;
  render(event.data);
});

window.addEventListener('message', (event) => {
  const name = MAP.get(event.origin);
  if (name) render(event.data[name]);
});

window.addEventListener('message', (event) => {
  if (LIST.indexOf(event.origin) >= 0) render(event.data);
});

window.addEventListener('message', (event) => {
  if (Object.prototype.hasOwnProperty.call(TABLE, event.origin)) render(event.data);
});

window.addEventListener('message', ({ origin, data }) => PATTERN.test(origin) && render(data));
