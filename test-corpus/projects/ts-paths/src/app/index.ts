import { isHost, isOurs, isPartner } from '@security/origins';
import { render } from './render';

window.addEventListener('message', (event: MessageEvent) => { //~ ok missing-origin-check: the list is in another file
  if (!isPartner(event.origin)) return;
  render(event.data.markup);
});

window.addEventListener('message', (event: MessageEvent) => { //~ ok weak-origin-check: what is weak stands elsewhere
  if (!isOurs(event.origin)) return;
  render(event.data.markup);
});

window.addEventListener('message', (event: MessageEvent) => { //~ ok missing-origin-check: compared with a constant of another file
  if (isHost(event.origin)) render(event.data.markup);
});
