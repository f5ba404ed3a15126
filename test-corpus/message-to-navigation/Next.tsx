import { useEffect, useState } from 'react';

const APP = 'https://app.example.com';

export function Next() {
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.data?.type === 'next') window.location.assign(event.data.next); //~ message-to-navigation `window.location.assign(event.data.next)` high
    };
    window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` high
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return null;
}

export function Counter() {
  const [page, setPage] = useState(0);
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin === APP) setPage(Number(event.data.page));
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <a href={'/page/' + page}>next</a>; //~ ok message-to-navigation: a number behind a constant path
}
