import { useEffect, useMemo, useState } from 'react';

export function usePrices(symbol: string): number {
  const [price, setPrice] = useState(0);
  useEffect(() => {
    const source = new EventSource('/prices?symbol=' + encodeURIComponent(symbol)); //~ channel-not-closed `new EventSource('/prices?symbol=' + encodeURIComponent(symbol))` low
    source.onmessage = (event) => setPrice(Number(event.data));
  }, [symbol]);
  return price;
}

export function useTabs(name: string, listener: (data: unknown) => void): void {
  useEffect(() => {
    const channel = new BroadcastChannel(name); //~ channel-not-closed `new BroadcastChannel(name)`
    channel.onmessage = (event) => listener(event.data);
  }, [name, listener]);
}

export function useSocket(url: string): string {
  const [last, setLast] = useState('');
  useEffect(() => {
    const socket = new WebSocket(url); //~ channel-not-closed `new WebSocket(url)`
    socket.addEventListener('message', (event) => setLast(event.data));
  }, [url]);
  return last;
}

export function useClosedPrices(symbol: string): number {
  const [price, setPrice] = useState(0);
  useEffect(() => {
    const source = new EventSource('/prices?symbol=' + encodeURIComponent(symbol)); //~ ok channel-not-closed: closed by the clean-up of the effect
    source.onmessage = (event) => setPrice(Number(event.data));
    return () => source.close();
  }, [symbol]);
  return price;
}

export function useClosedSocket(url: string): string {
  const [last, setLast] = useState('');
  useEffect(() => {
    let socket: WebSocket | null = new WebSocket(url); //~ ok channel-not-closed: closed by a named clean-up with an optional call
    socket.onmessage = (event) => setLast(event.data);
    function cleanUp() {
      socket?.close(1000);
      socket = null;
    }
    return cleanUp;
  }, [url]);
  return last;
}

export function useMemoChannel(name: string): (message: string) => void {
  const channel = useMemo(() => new BroadcastChannel(name), [name]); //~ ok channel-not-closed: returned by the factory and closed by the effect below
  useEffect(() => () => channel.close(), [channel]);
  return (message) => channel.postMessage(message);
}

export function useOwned(name: string): BroadcastChannel {
  const [channel] = useState(() => new BroadcastChannel(name)); //~ ok channel-not-closed: the hook returns it, its user closes it
  return channel;
}
