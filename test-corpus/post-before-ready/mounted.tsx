// Effects that run once, in the turn in which the component's own frame comes into the page.
import { Component, createRef, useEffect, useLayoutEffect, useRef } from 'react';
import { useEffectOnce, useMount } from 'react-use';

const APP = 'https://app.example.com';

export function MiniApp({ user }: { user: { id: string } }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ user: user.id }, APP); //~ post-before-ready `frame.current?.contentWindow?.postMessage({ user: user.id }, APP)` low
  }, []);
  return <iframe ref={frame} src={`${APP}/mini`} />;
}

export function Themed({ theme }: { theme: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useLayoutEffect(() => {
    const target = frame.current!.contentWindow;
    target!.postMessage({ theme }, APP); //~ post-before-ready `target!.postMessage({ theme }, APP)`
  }, []);
  return (
    <div>
      <iframe ref={frame} src={`${APP}/themed`} />
    </div>
  );
}

export function Mounted({ theme }: { theme: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useMount(() => {
    frame.current?.contentWindow?.postMessage({ theme }, APP); //~ post-before-ready `frame.current?.contentWindow?.postMessage({ theme }, APP)`
  });
  return <iframe ref={frame} src={`${APP}/mounted`} />;
}

export function Once({ theme }: { theme: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffectOnce(() => {
    frame.current?.contentWindow?.postMessage({ theme }, APP); //~ post-before-ready `frame.current?.contentWindow?.postMessage({ theme }, APP)`
  });
  return <iframe ref={frame} src={`${APP}/once`} />;
}

export class Legacy extends Component<{ theme: string }> {
  frame = createRef<HTMLIFrameElement>();

  componentDidMount() {
    this.frame.current!.contentWindow!.postMessage({ theme: this.props.theme }, APP); //~ post-before-ready `this.frame.current!.contentWindow!.postMessage({ theme: this.props.theme }, APP)`
  }

  render() {
    return <iframe ref={this.frame} src={`${APP}/legacy`} />;
  }
}

export function Loaded({ user }: { user: { id: string } }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const greet = () => frame.current?.contentWindow?.postMessage({ user: user.id }, APP); //~ ok post-before-ready: posted from the load event
  return <iframe ref={frame} src={`${APP}/mini`} onLoad={greet} />;
}

export function Listening({ user }: { user: { id: string } }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current!;
    const greet = () => element.contentWindow?.postMessage({ user: user.id }, APP); //~ ok post-before-ready: posted from the load event
    element.addEventListener('load', greet);
    return () => element.removeEventListener('load', greet);
  }, []);
  return <iframe ref={frame} src={`${APP}/mini`} />;
}

export function Farewell() {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    return () => element?.contentWindow?.postMessage('bye', APP); //~ ok post-before-ready: posted when the component goes
  }, []);
  return <iframe ref={frame} src={`${APP}/mini`} />;
}

export function Updated({ theme }: { theme: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ theme }, APP); //~ ok post-before-ready: the next change of the theme arrives
  }, [theme]);
  return <iframe ref={frame} src={`${APP}/mini`} />;
}
