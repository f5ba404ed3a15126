// Hooks that a flag keeps from adding a second listener, and one whose flag does not.
import { useEffect, useState } from 'react';
import { session } from './session';

declare global {
  interface Window {
    __sessionBridge?: boolean;
  }
}

let listening = false;

function receive(event: MessageEvent): void {
  if (event.origin === location.origin) session.update(event.data);
}

export function SessionBridge(): null {
  useEffect(() => {
    if (window.__sessionBridge) return;
    window.__sessionBridge = true;
    window.addEventListener('message', (event) => receive(event)); //~ ok listener-not-removed: once for the page
  }, []);
  return null;
}

export function SessionProvider({ children }: { children: React.ReactNode }) {
  useEffect(() => {
    if (listening) return;
    listening = true;
    window.addEventListener('message', (event) => receive(event)); //~ ok listener-not-removed: once for the page
  }, []);
  return <>{children}</>;
}

export function SessionBadge({ enabled }: { enabled: boolean }) {
  const [name, setName] = useState('');
  useEffect(() => {
    if (!enabled) return;
    //~v listener-not-removed `window.addEventListener('message', (event) => {…` medium
    window.addEventListener('message', (event) => {
      if (event.origin === location.origin) setName(event.data.name);
    });
  }, [enabled]);
  return <b>{name}</b>;
}
