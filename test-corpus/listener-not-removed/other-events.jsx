// What removes the listener of another event says nothing of this one.
import { useEffect, useRef } from 'react';

export function useHeight() {
  const frame = useRef(null);
  useEffect(() => {
    const loaded = () => {};
    const receive = (event) => {
      if (event.origin === location.origin) frame.current.height = Number(event.data.height);
    };
    frame.current.addEventListener('load', loaded);
    window.addEventListener('message', receive); //~ listener-not-removed `window.addEventListener('message', receive)` medium
    return () => {
      frame.current?.removeEventListener('load', loaded);
      window.addEventListener('message', receive);
    };
  }, []);
  return frame;
}

export function useWidth() {
  const frame = useRef(null);
  useEffect(() => {
    const loaded = () => {};
    const receive = (event) => {
      if (event.origin === location.origin) frame.current.width = Number(event.data.width);
    };
    frame.current.addEventListener('load', loaded);
    window.addEventListener('message', receive); //~ ok listener-not-removed: removed
    return () => {
      frame.current?.removeEventListener('load', loaded);
      window.removeEventListener('message', receive);
    };
  }, []);
  return frame;
}
