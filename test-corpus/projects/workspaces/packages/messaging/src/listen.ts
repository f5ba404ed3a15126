export interface Options {
  accept(origin: string): boolean;
  receive(data: unknown): void;
}

/** Hands messages of accepted senders on. */
export function listen({ accept, receive }: Options): () => void {
  const handler = (event: MessageEvent) => {
    if (!accept(event.origin)) return;
    receive(event.data);
  };
  window.addEventListener('message', handler); //~ ok missing-origin-check: whoever calls it says whom it accepts
  return () => window.removeEventListener('message', handler);
}
