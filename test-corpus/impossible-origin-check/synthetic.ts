// Events that a script of the page dispatches itself have an empty origin: letting them in is no check that nobody passes.
import { hostOf, apply } from './widget';

const domainOf = (host: string): string => host.split('.').slice(-2).join('.');

export function subscribe(environment: string): () => void {
  const listener = (event: MessageEvent): void => {
    if (event.origin !== '') { //~ ok impossible-origin-check: every message goes on to the comparison
      try {
        if (domainOf(new URL(event.origin).host) !== domainOf(new URL(hostOf(environment)).host)) return;
      } catch {
        return;
      }
    }
    apply(event.data);
  };
  window.addEventListener('message', listener);
  return () => window.removeEventListener('message', listener);
}

export function subscribeExactly(): void {
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.origin !== '' && event.origin !== 'https://widget.example.com/') return; //~ impossible-origin-check `event.origin !== 'https://widget.example.com/'`
    apply(event.data);
  });
}
