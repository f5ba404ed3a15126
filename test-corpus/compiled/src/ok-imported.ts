// The check is in another file: inlined by a bundler, out of sight otherwise.
import { render } from './view';
import { isAllowed } from './origins';

window.addEventListener('message', (event) => {
  if (!isAllowed(event.origin)) return;
  render(event.data);
});
