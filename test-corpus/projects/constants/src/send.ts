import { TARGETS, configured } from './config';

export const post = (message: unknown, to: string) => window.parent.postMessage(message, to);

export function postConfigured(message: unknown) {
  window.parent.postMessage(message, configured); //~ ok wildcard-target-origin: a variable that another file sets
}

export const toParent = (message: unknown) => post(message, TARGETS.parent);
