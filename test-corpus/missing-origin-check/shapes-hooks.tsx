// React: listeners that hooks give back under an identity that stays.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useMemoizedFn } from 'ahooks';
import { useEvent } from 'rc-util';

const APP = 'https://app.example.com';

export function Frame({ src, onResize }: { src: string; onResize?: (height: number) => void }) {
  const [height, setHeight] = useState(0);
  const onMessage = useEffectEvent((event: MessageEvent) => {
    setHeight(event.data.height);
    onResize?.(event.data.height);
  });
  useEffect(() => {
    window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` medium confidence=high
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <iframe src={src} height={height} />;
}

export function CheckedFrame({ src, onResize }: { src: string; onResize?: (height: number) => void }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(0);
  const onMessage = useEffectEvent((event: MessageEvent) => {
    if (event.source !== frame.current?.contentWindow || event.origin !== APP) return; //~ ok missing-origin-check: the event of the effect compares
    setHeight(event.data.height);
    onResize?.(event.data.height);
  });
  useEffect(() => {
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <iframe ref={frame} src={src} height={height} />;
}

export function Preview() {
  const [markdown, setMarkdown] = useState('');
  const receive = useMemoizedFn(({ data }: MessageEvent<{ type: string; text: string }>) => {
    if (data.type === 'preview') setMarkdown(data.text);
  });
  useEffect(() => {
    window.addEventListener('message', receive); //~ missing-origin-check `window.addEventListener('message', receive)` pedantic confidence=high
    return () => window.removeEventListener('message', receive);
  }, [receive]);
  return <pre>{markdown}</pre>;
}

export function CheckedPreview() {
  const [markdown, setMarkdown] = useState('');
  const receive = useMemoizedFn(({ origin, data }: MessageEvent<{ type: string; text: string }>) => {
    if (origin === location.origin && data.type === 'preview') setMarkdown(data.text); //~ ok missing-origin-check: this origin alone
  });
  useEffect(() => {
    window.addEventListener('message', receive);
    return () => window.removeEventListener('message', receive);
  }, [receive]);
  return <pre>{markdown}</pre>;
}

export function Picker({ onPick }: { onPick: (id: string) => void }) {
  const pick = useEvent((event: MessageEvent) => onPick(event.data.id));
  useEffect(() => {
    window.addEventListener('message', pick); //~ missing-origin-check `window.addEventListener('message', pick)` confidence=high
    return () => window.removeEventListener('message', pick);
  }, []);
  return null;
}

export function CheckedPicker({ origin, onPick }: { origin: string; onPick: (id: string) => void }) {
  const pick = useEvent((event: MessageEvent) => {
    if (event.origin === origin) onPick(event.data.id); //~ ok missing-origin-check: compared with a property of the component
  });
  useEffect(() => {
    window.addEventListener('message', pick);
    return () => window.removeEventListener('message', pick);
  }, []);
  return null;
}
