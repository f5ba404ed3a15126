// Checks in other files, behind promises, in generators, in pipelines; and handlers that go out of sight whole.
import { render, handle, onMessage, receive } from './view';
import { isTrusted, verify, acceptable, guard, OriginPolicy, getOrigin, assertTrusted } from './security';

const policy = new OriginPolicy();

window.addEventListener('message', (event) => {
  if (isTrusted(event.origin)) render(event.data); //~ ok missing-origin-check: an imported predicate
});

window.addEventListener('message', async (event) => {
  if (!(await verify(event.origin))) return; //~ ok missing-origin-check: an imported predicate that answers later
  render(event.data);
});

window.addEventListener('message', (event) => {
  verify(event.origin).then((ok: boolean) => {
    if (!ok) return; //~ ok missing-origin-check: the same with then
    render(event.data);
  });
});

window.addEventListener('message', (event) => {
  if (!policy.allows(event)) return; //~ ok missing-origin-check: a method of an imported class
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (!acceptable({ event, url: location.href })) return; //~ ok missing-origin-check: the event is inside an object
  render(event.data);
});

window.addEventListener('message', (event) => {
  assertTrusted(event); //~ ok missing-origin-check: an imported assertion
  render(event.data);
});

window.addEventListener('message', (event) => {
  const origin = getOrigin.call(event);
  if (origin !== 'https://app.example.com') return; //~ ok missing-origin-check: the origin comes by way of an imported function
  render(event.data);
});

window.addEventListener('message', guard((event: MessageEvent) => render(event.data))); //~ missing-origin-check `window.addEventListener('message', guard((event: MessageEvent) => render(event.data)))` medium confidence=medium

window.addEventListener('message', onMessage); //~ ok missing-origin-check: an imported listener is out of sight

window.addEventListener('message', (event) => handle(event)); //~ ok missing-origin-check: the whole event goes out of sight

window.addEventListener('message', (event) => receive(event.data, event.origin)); //~ ok missing-origin-check: the origin goes along

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  receive(event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  if (!acceptable(event.data)) return;
  render(event.data);
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  console.info('message from', event.origin);
  render(event.data);
});

function* frames(event: MessageEvent): Generator<unknown> {
  if (event.origin !== 'https://app.example.com') return; //~ ok missing-origin-check: a generator that ends first
  yield* event.data;
}
window.addEventListener('message', (event) => {
  for (const frame of frames(event)) render(frame);
});

const pipeline = [
  (event: MessageEvent) => event.origin === 'https://app.example.com', //~ ok missing-origin-check: one of a list of predicates
  (event: MessageEvent) => typeof event.data === 'string',
];
window.addEventListener('message', (event) => {
  if (pipeline.every((test) => test(event))) render(event.data);
});
