// The message says who sent it, and a sender says what it likes.
import { render, t } from './view.js';

const TRUSTED = 'https://app.example.com';

window.addEventListener('message', (event) => {
  if (event.data.origin !== TRUSTED) return; //~ spoofable-sender-check `event.data.origin !== TRUSTED` medium
  render(event.data);
});

window.addEventListener('message', ({ data }) => {
  if (data.origin === location.origin) render(data); //~ spoofable-sender-check `data.origin === location.origin`
});

window.addEventListener('message', (event) => {
  const { origin, payload } = event.data;
  if (origin !== TRUSTED) return; //~ spoofable-sender-check `origin !== TRUSTED`
  render(payload);
});

window.addEventListener('message', (event) => {
  if (event.origin !== event.data.origin) return; //~ spoofable-sender-check `event.origin !== event.data.origin`
  render(event.data);
});

window.addEventListener('message', (event) => {
  const message = JSON.parse(event.data);
  if (message.origin === event.origin) render(message.body); //~ spoofable-sender-check `message.origin === event.origin`
});

window.addEventListener('message', (event) => {
  const claimed = new URL(event.data.originUrl).origin;
  if (event.origin !== claimed) return; //~ spoofable-sender-check `event.origin !== claimed`
  render(event.data.details);
});

window.addEventListener('message', (event) => {
  if (!event.data.allowed.includes(event.origin)) return; //~ spoofable-sender-check `event.data.allowed.includes(event.origin)`
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED || event.data.origin !== TRUSTED) return; //~ ok spoofable-sender-check: the real origin is compared as well
  render(event.data);
});

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) return;
  const peer = event.data.origin;
  if (peer === 'https://b.example.com') render(t('peer')); //~ ok spoofable-sender-check: a field of an authenticated message
});

window.addEventListener('message', (event) => {
  console.debug(event.data.origin === event.origin); //~ ok spoofable-sender-check: a log, and no effect follows
});

window.addEventListener('message', ({ origin, data: { origin: claimed, body } }) => {
  if (origin !== TRUSTED) return; //~ ok spoofable-sender-check: this origin is the event's
  if (claimed) render(body);
});
