// Exact comparisons: with a constant, with the page's own origin, in a switch.
import { render } from './view';

const TRUSTED = 'https://app.example.com';

window.addEventListener('message', (event) => {
  if (event.origin !== TRUSTED) return;
  render(event.data?.title ?? '');
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin === location.origin) render(data);
});

window.addEventListener('message', (event) => {
  switch (event.origin) {
    case 'https://a.example.com':
    case 'https://b.example.com':
      render(event.data);
      break;
    default:
      console.warn(event.origin);
  }
});
