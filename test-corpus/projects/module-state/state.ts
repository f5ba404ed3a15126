// State that only the functions of this file change. Which of them are called, and when, other files decide.
let ready = false;
export const isReady = (): boolean => ready;
export function setReady(): void {
  ready = true;
}

let sink: { write(text: string): void } | null = null;
export const currentSink = () => sink;
export function setSink(next: { write(text: string): void }): void {
  sink = next;
}

// Nothing ever sets it.
let closed = false;
export const isClosed = (): boolean => closed;
