// Secrets by what they are called, and names that only look like one.
import { api, editor, policy, roster, theme } from './app';

interface Session {
  idToken: string;
  refreshToken: string;
  expires: number;
}

export async function signIn(popup: Window, name: string): Promise<void> {
  const { accessToken } = await api.login(name);
  popup.postMessage({ type: 'signed-in', accessToken }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

export function mirror(session: Session): void {
  window.parent.postMessage({ type: 'session', value: session.idToken }, '*'); //~ wildcard-sensitive-data `'*'`
}

export function renew(session: Session): void {
  const message = { type: 'renew', expires: session.expires, refresh_token: session.refreshToken };
  window.opener.postMessage(message, '*'); //~ wildcard-sensitive-data `'*'`
}

export function hand(frame: HTMLIFrameElement, jwt: string): void {
  frame.contentWindow!.postMessage(jwt, '*'); //~ wildcard-sensitive-data `'*'`
}

export function configure(frame: HTMLIFrameElement, apiKey: string, locale: string): void {
  frame.contentWindow!.postMessage({ type: 'config', options: { locale, apiKey } }, { targetOrigin: '*' }); //~ wildcard-sensitive-data `'*'`
}

export function resume(sessionId: string): void {
  window.parent.postMessage(['resume', sessionId], '*'); //~ wildcard-sensitive-data `'*'`
}

function broadcast(message: unknown, origin = '*'): void { //~ wildcard-sensitive-data `'*'`
  window.parent.postMessage(message, origin);
}

export function changePassword(password: string): void {
  broadcast({ type: 'credentials', password });
}

export function outline(source: string): void {
  const lines = editor.tokenize(source);
  //~v wildcard-target-origin `'*'` low
  window.parent.postMessage({ type: 'outline', lines }, '*'); //~ ok wildcard-sensitive-data: lexical tokens of an editor
}

export function restyle(): void {
  const cssToken = theme.current.cssToken;
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'theme', cssToken }, '*'); //~ ok wildcard-sensitive-data: a design token
}

export function introduce(): void {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'staff', secretary: roster.secretary }, '*'); //~ ok wildcard-sensitive-data: a secretary is no secret
}

export function budget(): void {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'usage', maxTokens: policy.maxTokens, tokenCount: policy.used }, '*'); //~ ok wildcard-sensitive-data: counts of a language model
}

export function rules(): void {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'rules', passwordMinLength: policy.minimum }, '*'); //~ ok wildcard-sensitive-data: a length that the policy asks for
}

export function clear(): void {
  window.parent.postMessage({ type: 'session', accessToken: null, password: '' }, '*'); //~ ok wildcard-sensitive-data: the fields are named so and empty
}

export function greet(): void {
  window.parent.postMessage({ type: 'password-changed' }, '*'); //~ ok wildcard-sensitive-data: a constant event name
}

export function handExactly(frame: HTMLIFrameElement, jwt: string, origin: string): void {
  frame.contentWindow!.postMessage({ jwt }, origin); //~ ok wildcard-sensitive-data: an exact target origin
}

export function handToWorker(worker: Worker, apiKey: string): void {
  worker.postMessage({ apiKey }); //~ ok wildcard-sensitive-data: a worker is the page's own
}

export function prefer(showPassword: boolean, rememberToken: boolean): void {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'preferences', showPassword, rememberToken }, '*'); //~ ok wildcard-sensitive-data: yes or no
}

export function recover(recoveryCode: string, oneTimeCode: string): void {
  window.parent.postMessage({ type: 'recover', recoveryCode }, '*'); //~ wildcard-sensitive-data `'*'` medium
  window.opener.postMessage({ type: 'second-factor', oneTimeCode }, '*'); //~ wildcard-sensitive-data `'*'` medium
}

export function renewedWith(handleCookie: (name: string) => string): void {
  const handled = handleCookie('consent');
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'consent', handled }, '*'); //~ ok wildcard-sensitive-data: a function's name begins with what it does
}
