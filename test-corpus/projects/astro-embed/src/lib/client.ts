import { HOST } from './origins';

export function listen(show: (html: string) => void): void {
  window.addEventListener('message', (event) => { //~ ok missing-origin-check: compared with an imported constant
    if (event.origin !== HOST) return;
    show(event.data.html);
  });
}
