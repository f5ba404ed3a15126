// Channels that belong to a component: made at each rendering, at the first one, or when something happens.
import { createContext, useCallback, useEffect, useRef, useState } from 'react';

export const Bus = createContext<((text: string) => void) | null>(null);

export function Provider({ name, children }: { name: string; children: unknown }) {
  const bus = useRef(new BroadcastChannel(name)); //~ channel-not-closed `new BroadcastChannel(name)` low
  useEffect(() => {
    const show = ({ data }: MessageEvent) => console.info(data);
    bus.current.addEventListener('message', show);
    return () => bus.current.removeEventListener('message', show);
  }, []);
  return <Bus.Provider value={(text) => bus.current.postMessage(text)}>{children}</Bus.Provider>;
}

export function useShared(name: string) {
  const [bus] = useState(typeof window === 'undefined' ? null : new BroadcastChannel(name)); //~ channel-not-closed `new BroadcastChannel(name)`
  return (text: string) => bus?.postMessage(text);
}

export const Prices = ({ symbol }: { symbol: string }) => {
  const [price, setPrice] = useState(0);
  const feed = new EventSource(`/prices/${symbol}`); //~ channel-not-closed `` new EventSource(`/prices/${symbol}`) ``
  feed.onmessage = (event) => setPrice(Number(event.data));
  return <b>{price}</b>;
};

export function useKept(name: string, show: (text: string) => void) {
  const [bus] = useState(() => new BroadcastChannel(name)); //~ channel-not-closed `new BroadcastChannel(name)`
  useEffect(() => {
    bus.onmessage = (event) => show(event.data);
  }, [bus, show]);
}

export function useKeptAndClosed(name: string, show: (text: string) => void) {
  const [bus] = useState(() => new BroadcastChannel(name)); //~ ok channel-not-closed: closed by the clean-up
  useEffect(() => {
    bus.onmessage = (event) => show(event.data);
    return () => bus.close();
  }, [bus, show]);
}

export function useLazy(name: string) {
  const bus = useRef<BroadcastChannel | null>(null);
  if (!bus.current) bus.current = new BroadcastChannel(name); //~ ok channel-not-closed: made once, and what only posts is collected
  return (text: string) => bus.current?.postMessage(text);
}

export function useLent(name: string) {
  const bus = useRef(new BroadcastChannel(name)); //~ ok channel-not-closed: whoever uses the hook is given it
  return bus.current;
}

export function useJob() {
  const progress = useRef<EventSource | null>(null);
  const [state, setState] = useState('idle');
  const start = useCallback((id: string) => {
    progress.current?.close();
    const feed = new EventSource(`/jobs/${id}`); //~ channel-not-closed `` new EventSource(`/jobs/${id}`) ``
    progress.current = feed;
    feed.addEventListener('progress', (event) => setState((event as MessageEvent).data));
  }, []);
  const cancel = useCallback(() => progress.current?.close(), []);
  return { state, start, cancel };
}

export function useClosedJob() {
  const progress = useRef<EventSource | null>(null);
  const [state, setState] = useState('idle');
  const start = useCallback((id: string) => {
    const feed = new EventSource(`/jobs/${id}`); //~ ok channel-not-closed: the clean-up is the function that cancels
    progress.current = feed;
    feed.addEventListener('progress', (event) => setState((event as MessageEvent).data));
  }, []);
  const cancel = useCallback(() => progress.current?.close(), []);
  useEffect(() => cancel, [cancel]);
  return { state, start, cancel };
}

export function useEndingJob() {
  const progress = useRef<EventSource | null>(null);
  const [state, setState] = useState('idle');
  const start = (id: string) => {
    const feed = new EventSource(`/jobs/${id}`); //~ ok channel-not-closed: the job's last event closes it
    progress.current = feed;
    feed.addEventListener('progress', (event) => setState((event as MessageEvent).data));
    feed.addEventListener('done', () => feed.close());
  };
  return { state, start, cancel: () => progress.current?.close() };
}

export function Chat({ url }: { url: string }) {
  const socket = useRef<WebSocket | null>(null);
  const [last, setLast] = useState('');
  const join = () => {
    socket.current = new WebSocket(url); //~ channel-not-closed `new WebSocket(url)`
    socket.current.onmessage = (event) => setLast(event.data);
  };
  return (
    <p>
      <button onClick={join}>join</button>
      <button onClick={() => socket.current?.close()}>leave</button>
      {last}
    </p>
  );
}
