// Answers that come later: a promise of the file's own, and an imported predicate that is awaited.
import { render } from './view';
import { verify } from './security';

const check = (origin: string): Promise<boolean> => Promise.resolve(origin === 'https://app.example.com');

window.addEventListener('message', (event) => {
  check(event.origin).then((ok) => {
    if (ok) render(event.data);
  });
});

window.addEventListener('message', async (event) => {
  if (!(await verify(event.origin))) return;
  render(event.data);
});
