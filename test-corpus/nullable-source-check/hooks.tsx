// A ref is null before the frame is there and after it is gone; whether that matters depends on the operator.
import { useEffect, useRef } from 'react';
import { store } from './store';

export function Editor({ src }: { src: string }) {
  const ref = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.source !== ref.current?.contentWindow) return; //~ ok nullable-source-check: the ref of a frame that is gone is null, so the right side is undefined
      store.update(event.data);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <iframe ref={ref} src={src} />;
}

export function Preview({ src }: { src: string }) {
  const ref = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.source == ref.current?.contentWindow) store.update(event.data); //~ nullable-source-check `event.source == ref.current?.contentWindow`
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <iframe ref={ref} src={src} />;
}

export function Card({ src }: { src: string }) {
  const ref = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent) => {
      const target = ref.current?.contentWindow ?? null;
      if (source !== target) return; //~ nullable-source-check `source !== target`
      store.update(data);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <iframe ref={ref} src={src} />;
}

export function Player({ src }: { src: string }) {
  const ref = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent) => {
      const target = ref.current?.contentWindow;
      if (!target || source !== target) return; //~ ok nullable-source-check: no window, no message
      store.update(data);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <iframe ref={ref} src={src} />;
}
