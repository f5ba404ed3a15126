// What a call is answered is not what it was asked with.
import { signIn, render } from 'elsewhere-package';

export async function enter(name: string, password: string): Promise<void> {
  const answer = await signIn(name, password);
  window.parent.postMessage({ kind: 'signed-in', token: answer.token }, '*'); //~ wildcard-sensitive-data `'*'` medium
  window.parent.postMessage({ kind: 'signed-in', name: answer.name }, '*'); //~ wildcard-target-origin `'*'` low pedantic
}

export function show(password: string): void {
  window.parent.postMessage(render(password), '*'); //~ wildcard-sensitive-data `'*'` medium
}
