// Frames of a wallet that parse what they are sent. A schema says what a message may be, not who may send it.
import { z } from 'zod';
import * as v from 'valibot';
import { isFrameEvent } from './guards';

const APP = 'https://wallet.example.com';
const FrameEvent = z.object({ id: z.string(), type: z.literal('@w/FRAME'), payload: z.unknown() });
const AppEvent = v.object({ type: v.string(), theme: v.string() });

export class Frame {
  private last: unknown;

  onFrameEvent(callback: (event: unknown) => void): void {
    window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…`
      if (typeof data?.type !== 'string' || !data.type.includes('@w/FRAME')) return;
      const event = FrameEvent.safeParse(data);
      if (event.success) callback(event.data);
    });
  }

  onAppEvent(): void {
    window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…`
      this.last = v.parse(AppEvent, data).theme;
    });
  }

  onCheckedEvent(): void {
    window.addEventListener('message', ({ data, origin }) => {
      const event = FrameEvent.safeParse(data);
      if (origin !== APP || !event.success) return;
      this.last = event.data; //~ ok missing-origin-check: origin and shape
    });
  }

  onWholeEvent(): void {
    const Checked = z.object({ origin: z.literal(APP), data: FrameEvent });
    window.addEventListener('message', (message) => {
      const event = isFrameEvent(message) && Checked.safeParse(message);
      if (event && event.success) this.last = event.data; //~ ok missing-origin-check: the guard is given the whole event
    });
  }

  onReady(): void {
    window.addEventListener('message', ({ data }) => {
      if (AppEvent.safeParse(data).success) this.last = true; //~ ok missing-origin-check: a constant
    });
  }
}

// What is made of parsed data still does no harm by itself.
window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` low pedantic
  const { id } = FrameEvent.parse(event.data);
  document.getElementById('status')!.innerHTML = id; //~ ok message-to-html: the schema says what it may be
});
