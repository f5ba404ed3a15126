// Components of Preact, and hooks that call each other whatever they are called.
import { useEffect, useState } from 'preact/hooks';

function bus(name) {
  const [channel] = useState(() => new BroadcastChannel(name));
  useEffect(() => () => channel.close(), [channel]);
  return channel;
}

export function Notes({ name }) {
  const [channel] = useState(() => new BroadcastChannel(name));
  useEffect(() => () => channel.close(), [channel]);
  return <button onClick={() => channel.postMessage('saved')}>save</button>; //~ use-after-close `channel.postMessage('saved')`
}

export function Lent({ name }) {
  const channel = bus(name);
  return <button onClick={() => channel.postMessage('saved')}>save</button>; //~ use-after-close `channel.postMessage('saved')`
}
