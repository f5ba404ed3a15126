// A helper with a default parameter compares the end of the origin.
import { render } from './view';

const DOMAIN = 'example.com';

function ours(origin: string, domain: string = DOMAIN): boolean {
  return origin.endsWith(domain);
}

window.addEventListener('message', (event: MessageEvent<string>) => {
  if (!ours(event.origin)) {
    return;
  }
  render(event.data);
});
