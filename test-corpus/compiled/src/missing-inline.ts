// No check: optional chaining, a destructured parameter, a template.
import { render } from './view';

interface Payload {
  title?: string;
  items?: { name: string }[];
}

window.addEventListener('message', ({ data }: MessageEvent<Payload>) => {
  const first = data?.items?.[0]?.name ?? 'none';
  render(`${data.title}: ${first}`);
});
