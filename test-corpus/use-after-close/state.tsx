// A channel that React keeps from the first rendering on, and that the clean-up of an effect closes.
import { useCallback, useEffect, useRef, useState } from 'react';

export function useBus(name: string) {
  const [bus] = useState(() => new BroadcastChannel(name));
  useEffect(() => () => bus.close(), [bus, name]);
  return useCallback((kind: string) => bus.postMessage({ kind }), [bus]); //~ use-after-close `bus.postMessage({ kind })` medium
}

export function Notes({ name }: { name: string }) {
  const bus = useRef(new BroadcastChannel(name));
  useEffect(() => {
    return () => bus.current.close();
  }, []);
  return <button onClick={() => bus.current.postMessage('saved')}>save</button>; //~ use-after-close `bus.current.postMessage('saved')`
}

export function useFresh(name: string) {
  const bus = useRef<BroadcastChannel | null>(null);
  useEffect(() => {
    bus.current = new BroadcastChannel(name);
    return () => bus.current?.close();
  }, [name]);
  return (kind: string) => bus.current?.postMessage({ kind }); //~ ok use-after-close: each run of the effect makes another one
}
