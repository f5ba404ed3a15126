// The allowed text is searched for the origin instead of the other way round: every prefix of it that is a host passes.
import { open } from './drawer.js';

const ALLOWED = 'https://a.example.com,https://b.example.com';
const LIST = ['https://a.example.com', 'https://b.example.com'];

self.addEventListener('message', (event) => {
  if (ALLOWED.indexOf(event.origin) >= 0) { //~ weak-origin-check `ALLOWED.indexOf(event.origin) >= 0` pedantic
    document.title = event.data.title;
  }
});

window.addEventListener('message', (event) => {
  if (!'https://www.example.com'.startsWith(event.origin)) return; //~ weak-origin-check `'https://www.example.com'.startsWith(event.origin)`
  open(event.data);
});

window.addEventListener('message', (event) => {
  if (LIST.join(' ').includes(event.origin)) open(event.data); //~ weak-origin-check `LIST.join(' ').includes(event.origin)`
});

window.addEventListener('message', (event) => {
  const match = LIST.find((entry) => entry.startsWith(event.origin)); //~ weak-origin-check `entry.startsWith(event.origin)`
  if (!match) return;
  open(event.data);
});

window.addEventListener('message', (event) => {
  const entries = ALLOWED.split(',');
  if (!entries.includes(event.origin)) return; //~ ok weak-origin-check: split makes a list, and lists compare whole entries
  open(event.data);
});

window.addEventListener('message', (event) => {
  if (!'https://www.example.com'.endsWith(event.origin)) return; //~ ok weak-origin-check: no other origin is the end of this one, since an origin begins with its scheme
  open(event.data);
});

window.addEventListener('message', (event) => {
  if ((',' + ALLOWED + ',').indexOf(',' + event.origin + ',') === -1) return; //~ ok weak-origin-check: the separators make it whole entries
  open(event.data);
});
