import { useCallback, useEffect, useState } from 'react';

const SHOP = 'https://shop.example.com';

export function Total() {
  const [total, setTotal] = useState(0);

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.data.type === 'total') setTotal(event.data.total);
    };
    window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` low pedantic
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return <output>{total}</output>;
}

export function Title({ onTitle }: { onTitle: (title: string) => void }) {
  const receive = useCallback((event: MessageEvent) => onTitle(event.data.title), [onTitle]);

  useEffect(() => {
    window.addEventListener('message', receive); //~ missing-origin-check `window.addEventListener('message', receive)` medium
    return () => window.removeEventListener('message', receive);
  }, [receive]);

  return null;
}

export function CheckedTotal() {
  const [total, setTotal] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== SHOP) return;
      setTotal(event.data.total);
    };
    window.addEventListener('message', onMessage, { signal: controller.signal }); //~ ok missing-origin-check: an exact check in the callback
    return () => controller.abort();
  }, []);

  return <output>{total}</output>;
}
