// Components of React that listen to the window.
import * as React from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const APP = 'https://app.example.com';

export function Leaking() {
  const [text, setText] = useState('');
  useEffect(() => {
    //~v listener-not-removed `window.addEventListener('message', (event) => {…` medium
    window.addEventListener('message', (event) => {
      if (event.origin === APP) setText(String(event.data));
    });
  }, []);
  return <p>{text}</p>;
}

export function Removed() {
  const [text, setText] = useState('');
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin === APP) setText(String(event.data));
    };
    window.addEventListener('message', onMessage); //~ ok listener-not-removed: removed by the clean-up
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <p>{text}</p>;
}

export function Aborted() {
  const [text, setText] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    const onAbortable = (event: MessageEvent) => event.origin === APP && setText(String(event.data));
    window.addEventListener('message', onAbortable, { signal: controller.signal }); //~ ok listener-not-removed: ends with the signal
    return () => controller.abort();
  }, []);
  return <p>{text}</p>;
}

export function Once() {
  const [text, setText] = useState('');
  useEffect(() => {
    const onFirst = (event: MessageEvent) => event.origin === APP && setText(String(event.data));
    window.addEventListener('message', onFirst, { once: true }); //~ ok listener-not-removed: ends with the first message
  }, []);
  return <p>{text}</p>;
}

export function Deps({ id }: { id: string }) {
  const [count, setCount] = useState(0);
  const onCount = useCallback(
    (event: MessageEvent) => {
      if (event.origin === APP && event.data.id === id) setCount(Number(event.data.count));
    },
    [id],
  );
  React.useEffect(() => {
    window.addEventListener('message', onCount, false); //~ listener-not-removed `window.addEventListener('message', onCount, false)`
  }, [onCount]);
  return <p>{count}</p>;
}

export function Layout() {
  const height = useRef(0);
  useLayoutEffect(() => {
    function onResize(event: MessageEvent) {
      if (event.origin === APP) height.current = Number(event.data);
    }
    window.addEventListener('message', onResize); //~ listener-not-removed `window.addEventListener('message', onResize)`
  }, []);
  return <p>{height.current}</p>;
}

export class Panel extends React.Component<{ id: string }, { text: string }> {
  override state = { text: '' };

  override componentDidMount(): void {
    window.addEventListener('message', this.onPanel); //~ listener-not-removed `window.addEventListener('message', this.onPanel)`
  }

  private onPanel = (event: MessageEvent): void => {
    if (event.origin === APP) this.setState({ text: String(event.data) });
  };
}

export class ClosedPanel extends React.Component<{ id: string }, { text: string }> {
  override state = { text: '' };

  override componentDidMount(): void {
    window.addEventListener('message', this.onClosed); //~ ok listener-not-removed: removed when the component goes
  }

  override componentWillUnmount(): void {
    window.removeEventListener('message', this.onClosed);
  }

  private onClosed = (event: MessageEvent): void => {
    if (event.origin === APP) this.setState({ text: String(event.data) });
  };
}

/** Adds a listener and hands back what removes it. */
function subscribe(listener: (event: MessageEvent) => void): () => void {
  window.addEventListener('message', listener); //~ ok listener-not-removed: the caller gets what removes it
  return () => window.removeEventListener('message', listener);
}

export function Subscribed() {
  const [text, setText] = useState('');
  useEffect(() => subscribe((event) => event.origin === APP && setText(String(event.data))), []);
  return <p>{text}</p>;
}
