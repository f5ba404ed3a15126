// A call whose value is used is a computation; one that is made for its own sake is an effect, whatever it is called.
import { decode, isReadyThenSave, has, save } from 'elsewhere-package';
import ledger from 'elsewhere-package';

const OWN = 'https://app.example.com';

window.addEventListener('message', (event) => {
  const message = decode(event.data); //~ ok missing-origin-check: decoded before the sender is compared, and nothing comes of it
  if (event.origin !== OWN) return;
  document.title = message.title;
});

window.addEventListener('message', (event) => {
  if (!has(event.data, 'title')) return; //~ ok missing-origin-check: asked before the sender is compared
  if (event.origin === OWN) save(event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  isReadyThenSave(event.data);
});

window.addEventListener('message', (event) => isReadyThenSave(event.data)); //~ missing-origin-check `window.addEventListener('message', (event) => isReadyThenSave(event.data))` medium

window.addEventListener('message', async (event) => { //~ missing-origin-check `window.addEventListener('message', async (event) => {…` medium
  await save(event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  void (event.data.ready && save(event.data));
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  event.data.ready ? save(event.data) : undefined;
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  save(event.data).catch(() => {});
});

const forward = (data: unknown) => save(data);
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  forward(event.data);
});

window.addEventListener('message', (event) => {
  const known = forward(event.data); //~ ok missing-origin-check: what the function returns is only asked
  if (event.origin === OWN && known) document.title = 'known';
});

let timer = 0;
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  timer = setTimeout(() => save(event.data), 10);
});

let partners: string[] = [];
async function isPartner(origin: string): Promise<boolean> {
  if (!partners.length) partners = await (await fetch('https://static.example.com/partners.json')).json();
  return partners.some((partner) => partner === origin);
}
window.addEventListener('message', async (event) => {
  if (!(await isPartner(event.origin))) return; //~ ok missing-origin-check: the request is the check's own, and says nothing of the message
  save(event.data);
});

window.addEventListener('message', async (event) => {
  const answer = await fetch('/api/sign-out', { method: 'POST' });
  if (event.origin === OWN) save(answer.status); //~ unenforced-origin-check `event.origin === OWN` medium
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  ledger.enter(event.data);
});

window.addEventListener('message', (event) => {
  document.body.innerHTML = (event as any).raw.html; //~ ok missing-origin-check: a message event has no such property, so that the handler throws
});

const { token } = (window as any).__SESSION__;
export const share = () => window.parent.postMessage({ token }, '*'); //~ wildcard-sensitive-data `'*'` medium

function random(): string {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  return Array.from(bytes).map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
export function signIn(address: string, done: (code: string) => void): void {
  const state = random();
  window.addEventListener('message', function take(event) {
    if (event.data.state !== state) return; //~ ok missing-origin-check: nobody guesses random bytes
    window.removeEventListener('message', take);
    done(event.data.code);
  });
  window.open(`${address}?state=${state}`);
}
