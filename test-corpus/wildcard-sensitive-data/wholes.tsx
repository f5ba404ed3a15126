// Wholes of which nobody knows what is in them: users, sessions, all that an application knows.
import { useEffect, useState } from 'react';
import { store, useSession } from './store';

export function Account({ user, frame }: { user: unknown; frame: HTMLIFrameElement }) {
  const session = useSession();
  useEffect(() => {
    frame.contentWindow?.postMessage({ type: 'user', user }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=low
    frame.contentWindow?.postMessage({ type: 'session', value: session }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=low
  }, [user, session, frame]);
  return null;
}

export function mirror(): void {
  window.parent.postMessage(store.getState(), '*'); //~ wildcard-sensitive-data `'*'` medium confidence=low
}

export function hydrate(initialState: object): void {
  window.opener.postMessage(initialState, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=low
}

export function mirrorExactly(): void {
  window.parent.postMessage(store.getState(), 'https://app.example.com'); //~ ok wildcard-sensitive-data: an exact target origin
}

// The state of a part of the page is nobody's secret.
export function Panel() {
  const [state, setState] = useState<'open' | 'closed'>('closed');
  useEffect(() => {
    window.parent.postMessage({ type: 'panel', state }, '*'); //~ ok wildcard-sensitive-data: whether a panel is open, one of two constants
  }, [state]);
  return <button onClick={() => setState(state === 'open' ? 'closed' : 'open')}>toggle</button>;
}

export function player(state: string): void {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ event: 'onStateChange', state }, '*'); //~ ok wildcard-sensitive-data: the state of a player
}

export function configure(frame: HTMLIFrameElement, settings: object): void {
  //~v wildcard-target-origin `'*'`
  frame.contentWindow?.postMessage({ type: 'configure', settings }, '*'); //~ ok wildcard-sensitive-data: settings of a widget
}

export function greet(user: { name: string }): void {
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'greet', text: user.name }, '*'); //~ ok wildcard-sensitive-data: one field, and it is no credential
}

export function userAgent(): void {
  window.parent.postMessage({ type: 'agent', userAgent: navigator.userAgent }, '*'); //~ ok wildcard-sensitive-data: what the browser calls itself
}

export function guest(): void {
  window.parent.postMessage({ type: 'user', user: null, session: '' }, '*'); //~ ok wildcard-sensitive-data: nobody is signed in
}

export function known(): void {
  window.parent.postMessage({ user: { id: 0, name: 'guest' } }, '*'); //~ ok wildcard-sensitive-data: written in the program
}
