// React: effects, callbacks, refs, hooks of the file's own and of libraries.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEventListener } from 'usehooks-ts';

const TRUSTED = 'https://app.example.com';

export function Inline() {
  const [user, setUser] = useState<string>('');
  useEffect(() => {
    const onMessage = (event: MessageEvent) => setUser(event.data.user);
    window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` low pedantic
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <p>{user}</p>;
}

export function Callback() {
  const [height, setHeight] = useState(0);
  const onMessage = useCallback((event: MessageEvent) => {
    setHeight(event.data.height);
  }, []);
  useEffect(() => {
    window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` low pedantic
    return () => window.removeEventListener('message', onMessage);
  }, [onMessage]);
  return <div style={{ height }} />;
}

export function Latest({ onData }: { onData: (data: unknown) => void }) {
  const latest = useRef(onData);
  latest.current = onData;
  useEffect(() => {
    const controller = new AbortController();
    window.addEventListener('message', (event) => latest.current(event.data), { signal: controller.signal }); //~ missing-origin-check `window.addEventListener('message', (event) => latest.current(event.data), { signal: controller.signal })`
    return () => controller.abort();
  }, []);
  return null;
}

function useMessage(listener: (event: MessageEvent) => void) {
  useEffect(() => {
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  }, [listener]);
}

export function OwnHook() {
  const [user, setUser] = useState('');
  useMessage((event) => setUser(event.data.user)); //~ missing-origin-check `useMessage((event) => setUser(event.data.user))` pedantic
  return <p>{user}</p>;
}

export function LibraryHook() {
  const [user, setUser] = useState('');
  useEventListener('message', (event) => setUser(event.data.user)); //~ missing-origin-check `useEventListener('message', (event) => setUser(event.data.user))` pedantic
  return <p>{user}</p>;
}

export function CheckedInline() {
  const [user, setUser] = useState('');
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: compared in the effect
      setUser(event.data.user);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <p>{user}</p>;
}

export function CheckedCallback({ origin }: { origin: string }) {
  const [user, setUser] = useState('');
  const onMessage = useCallback(
    (event: MessageEvent) => {
      if (event.origin === origin) setUser(event.data.user); //~ ok missing-origin-check: compared with a property of the component
    },
    [origin],
  );
  useEffect(() => {
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [onMessage]);
  return <p>{user}</p>;
}

function useTrustedMessage(origin: string, listener: (data: unknown) => void) {
  const saved = useRef(listener);
  saved.current = listener;
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== origin) return; //~ ok missing-origin-check: the hook compares for the components that use it
      saved.current(event.data);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [origin]);
}

export function CheckedHook() {
  const [user, setUser] = useState<unknown>();
  useTrustedMessage(TRUSTED, setUser);
  return <p>{String(user)}</p>;
}

export function CheckedLibraryHook() {
  const [user, setUser] = useState('');
  useEventListener('message', (event) => {
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: compared in the listener of a library hook
    setUser(event.data.user);
  });
  return <p>{user}</p>;
}

export function Measuring() {
  const count = useRef(0);
  useEffect(() => {
    const onMessage = () => { //~ ok missing-origin-check: counts messages and does not read them
      count.current += 1;
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return null;
}
