// State of components that is only shown, and state that is used.
import { useEffect, useState } from 'react';
import { Card } from './card';

export function Frame({ src }) {
  const [height, setHeight] = useState(500);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const resize = (event) => {
      if (event.data.type !== 'size') return;
      setHeight(event.data.height);
      setOpen(event.data.open);
    };
    window.addEventListener('message', resize); //~ missing-origin-check `window.addEventListener('message', resize)` low pedantic
    return () => window.removeEventListener('message', resize);
  }, [height]);
  return (
    <div>
      {open && <b>{height} pixels</b>}
      <iframe src={src} style={{ border: 'none', height }} />
    </div>
  );
}

export function Given() {
  const [item, setItem] = useState(null);
  useEffect(() => {
    const set = (event) => setItem(event.data.item);
    window.addEventListener('message', set); //~ missing-origin-check `window.addEventListener('message', set)` medium
    return () => window.removeEventListener('message', set);
  }, []);
  return <Card item={item} />;
}

export function Linked() {
  const [url, setUrl] = useState('/');
  useEffect(() => {
    const set = (event) => setUrl(event.data.url);
    window.addEventListener('message', set); //~ missing-origin-check `window.addEventListener('message', set)` medium
    return () => window.removeEventListener('message', set);
  }, []);
  return <a href={url}>on</a>; //~ message-to-navigation `url` medium confidence=low
}

export function Framed() {
  const [url, setUrl] = useState('about:blank');
  useEffect(() => {
    const set = (event) => setUrl(event.data.url);
    window.addEventListener('message', set); //~ missing-origin-check `window.addEventListener('message', set)` high
    return () => window.removeEventListener('message', set);
  }, []);
  return <iframe title="m" src={url} />; //~ message-to-navigation `url` high confidence=low
}

export function Clicked() {
  const [code, setCode] = useState('');
  useEffect(() => {
    const set = (event) => setCode(event.data.code);
    window.addEventListener('message', set); //~ missing-origin-check `window.addEventListener('message', set)` medium
    return () => window.removeEventListener('message', set);
  }, []);
  return <button onClick={() => submit(code)}>{code}</button>;
}
