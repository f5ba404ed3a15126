// The widget that partners put into their pages, in a frame.
import { session } from './session';

const PARTNER = 'https://partner.example.com';

/** Tells the page around the widget that somebody has signed in. */
export function announceSignIn(): void {
  const { name, accessToken } = session.current();
  window.parent.postMessage({ type: 'signed-in', name, accessToken }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

/** The same, for the partner alone. */
export function announceSignInToPartner(): void {
  const { name, accessToken } = session.current();
  window.parent.postMessage({ type: 'signed-in', name, accessToken }, PARTNER); //~ ok wildcard-sensitive-data: an exact target origin
}

/** A constant handshake may go to anybody. */
export function announceReady(): void {
  window.parent.postMessage({ type: 'ready' }, '*'); //~ ok wildcard-target-origin: nothing but a constant
}
