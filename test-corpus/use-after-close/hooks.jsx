// The hooks whose function, or what it returns, runs when the component goes, whatever they are called here.
import { useEffectOnce, useMount, useUnmount } from 'react-use';
import { useUnmountEffect } from '@react-hookz/web';
import { useInsertionEffect, useImperativeHandle, useLayoutEffect, useState as keep, useRef } from 'react';

export function useNews(name) {
  const [bus] = keep(() => new BroadcastChannel(name));
  useUnmount(() => bus.close());
  return (kind) => bus.postMessage({ kind }); //~ use-after-close `bus.postMessage({ kind })`
}

export function useMoreNews(name) {
  const bus = useRef(new BroadcastChannel(name));
  useUnmountEffect(() => bus.current.close());
  return (kind) => bus.current.postMessage({ kind }); //~ use-after-close `bus.current.postMessage({ kind })`
}

export function useStyles(name) {
  const [bus] = keep(() => new BroadcastChannel(name));
  useInsertionEffect(() => () => bus.close(), [bus]);
  return (kind) => bus.postMessage({ kind }); //~ use-after-close `bus.postMessage({ kind })`
}

export function useLayout(name) {
  const [bus] = keep(() => new BroadcastChannel(name));
  useLayoutEffect(() => () => bus.close(), [bus]);
  return (kind) => bus.postMessage({ kind }); //~ use-after-close `bus.postMessage({ kind })`
}

export function useFirst(name) {
  const [bus] = keep(() => new BroadcastChannel(name));
  useEffectOnce(() => () => bus.close());
  return (kind) => bus.postMessage({ kind }); //~ use-after-close `bus.postMessage({ kind })`
}

export function useStart(name) {
  const [bus] = keep(() => new BroadcastChannel(name));
  useMount(() => () => bus.close());
  return (kind) => bus.postMessage({ kind }); //~ use-after-close `bus.postMessage({ kind })`
}

export function useStop(name) {
  const [bus] = keep(() => new BroadcastChannel(name));
  useLayoutEffect(() => bus.postMessage({ kind: 'open' })); //~ ok use-after-close: nothing closes it
  return bus;
}

// What a hook depends on is compared with what it was, and handed to nobody.
export function useHandle(name, handle, show) {
  const [bus] = keep(() => new BroadcastChannel(name)); //~ channel-not-closed `new BroadcastChannel(name)` low
  bus.onmessage = (event) => show(event.data);
  useImperativeHandle(handle, () => ({ show }), [bus]);
}
