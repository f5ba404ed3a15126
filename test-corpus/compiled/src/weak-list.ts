// Substring tests over a list.
import { render } from './view';

const PARTNERS = ['https://shop.example.com', 'https://pay.example.net'];

window.addEventListener('message', (event) => {
  const known = PARTNERS.some((partner) => event.origin.indexOf(partner) !== -1);
  if (known) render(event.data);
});
