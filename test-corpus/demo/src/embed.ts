// The widget that partners put into their pages, in a frame.
const PARTNER = 'https://partner.example.com';

/** Tells the page around the widget that somebody has signed in. */
export async function announceSignIn(): Promise<void> {
  const response = await fetch('/session');
  const { name, accessToken } = await response.json();
  window.parent.postMessage({ type: 'signed-in', name, accessToken }, '*'); //~ wildcard-sensitive-data `'*'` high
}

/** The same, for the partner alone. */
export async function announceSignInToPartner(): Promise<void> {
  const response = await fetch('/session');
  const { name, accessToken } = await response.json();
  window.parent.postMessage({ type: 'signed-in', name, accessToken }, PARTNER); //~ ok wildcard-sensitive-data: an exact target origin
}

/** A constant handshake may go to anybody. */
export function announceReady(): void {
  window.parent.postMessage({ type: 'ready' }, '*'); //~ ok wildcard-target-origin: nothing but a constant
}
