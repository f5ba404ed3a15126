import { useEffect, useRef, useState } from 'react';
import { marked } from 'marked';

const EDITOR = 'https://editor.example.com';

export function Notes() {
  const [html, setHtml] = useState('');

  useEffect(() => {
    const onMessage = (event: MessageEvent) => setHtml(event.data.html);
    window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` high
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return <div dangerouslySetInnerHTML={{ __html: html }} />; //~ message-to-html `html` high
}

export function CheckedNotes() {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== EDITOR || !box.current) return;
      box.current.innerHTML = marked(event.data.markdown); //~ message-to-html `box.current.innerHTML` low pedantic
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return <div ref={box} />;
}

export function TextNotes() {
  const [text, setText] = useState('');

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin === EDITOR) setText(event.data.text);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return <div title={text}>{text}</div>; //~ ok message-to-html: React writes children and attributes as text
}
