import { useCallback, useEffect, useRef, useState } from 'react';

interface FrameProps {
  src: string;
  theme: 'light' | 'dark';
  onSelect: (id: string) => void;
}

export function Frame({ src, theme, onSelect }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(400);
  const { origin } = new URL(src);

  const post = useCallback(
    (message: unknown) => frame.current?.contentWindow?.postMessage(message, origin),
    [origin],
  );

  useEffect(() => {
    function onMessage(event: MessageEvent) {
      if (event.origin !== origin) return;
      const { type } = event.data;
      if (type === 'ready') post({ type: 'theme', theme });
      else if (type === 'height') setHeight(Number(event.data.height));
      else if (type === 'select') onSelect(String(event.data.id));
    }
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [origin, post, theme, onSelect]);

  return <iframe ref={frame} src={src} style={{ height, border: 0 }} title="Catalogue" />;
}
