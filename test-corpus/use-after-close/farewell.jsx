// What is posted in the clean-up itself is posted before the close.
import { useEffect, useState } from 'react';

export function usePresence(name) {
  const [bus] = useState(() => new BroadcastChannel(name));
  useEffect(
    () => () => {
      bus.postMessage('gone'); //~ ok use-after-close: said last
      bus.close();
    },
    [bus],
  );
}
