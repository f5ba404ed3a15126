// A pattern without an anchor at the end, kept in a class.
import { render } from './view';

class Guard {
  private static readonly PATTERN = /^https:\/\/app\.example\.com/;

  accepts({ origin }: MessageEvent): boolean {
    return Guard.PATTERN.test(origin);
  }
}

const guard = new Guard();

window.onmessage = (event: MessageEvent) => {
  if (guard.accepts(event)) {
    render(event.data);
  }
};
