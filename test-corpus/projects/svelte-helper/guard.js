import { ALLOWED } from "./allowed.js";

export function guarded(handler) {
  return (event) => {
    if (ALLOWED.includes(event.origin)) handler(event.data);
  };
}

export function unguarded(handler) {
  return (event) => handler(event.data);
}
