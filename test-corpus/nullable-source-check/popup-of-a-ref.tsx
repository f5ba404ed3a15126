// A popup that a click opens: until then there is none, whatever the types say.
import { useEffect, useRef } from 'react';

export function Connect({ onToken }: { onToken: (token: string) => void }) {
  const popup = useRef<Window | null>(null);
  const open = () => { popup.current = window.open('/callback', '', 'width=400'); };
  useEffect(() => {
    const handle = ({ data, source }: MessageEvent) => {
      if (source !== popup.current) return; //~ nullable-source-check `source !== popup.current` medium
      if (data.token) onToken(data.token);
    };
    window.addEventListener('message', handle);
    return () => window.removeEventListener('message', handle);
  }, [onToken]);
  return <button onClick={open}>Connect</button>;
}
