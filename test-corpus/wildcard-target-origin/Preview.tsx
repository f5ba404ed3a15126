import { useRef } from 'react';

const RENDERER = '<!doctype html><script src="https://cdn.example.com/renderer.js"></script>';

export function Sandboxed({ source }: { source: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const push = () => {
    frame.current?.contentWindow?.postMessage({ source }, '*'); //~ ok wildcard-target-origin: the element has a sandbox without allow-same-origin
  };
  return <iframe ref={frame} sandbox="allow-scripts" srcDoc={RENDERER} onLoad={push} />;
}

export function Hosted({ source }: { source: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const push = () => {
    frame.current?.contentWindow?.postMessage({ source }, '*'); //~ wildcard-target-origin `'*'` regular: the program knows the frame's address
  };
  return <iframe ref={frame} src="https://preview.example.com/" onLoad={push} />;
}

export function Exact({ source, origin }: { source: string; origin: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const push = () => {
    frame.current?.contentWindow?.postMessage({ source }, origin); //~ ok wildcard-target-origin: an exact origin from the properties
  };
  return <iframe ref={frame} src={origin + '/preview'} onLoad={push} />;
}
