// Receivers by flow: refs, fields, annotations, results of helpers, lists of frames.
import { createRef, useRef, useEffect, Component } from 'react';

const line = new MessageChannel();
const topics = new BroadcastChannel('topics');

export function Editor({ text }: { text: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ type: 'text', text }, '*'); //~ wildcard-target-origin `'*'` low
  }, [text]);
  return <iframe ref={frame} src="/editor.html" />;
}

export class Viewer extends Component<{ page: number }> {
  private frame = createRef<HTMLIFrameElement>();

  componentDidUpdate() {
    this.frame.current!.contentWindow!.postMessage({ page: this.props.page }, '*'); //~ wildcard-target-origin `'*'`
  }

  render() {
    return <iframe ref={this.frame} src="/viewer.html" />;
  }
}

export class Client {
  private target: Window;
  private popup: Window | null = null;

  constructor(frame: HTMLIFrameElement) {
    this.target = frame.contentWindow!;
  }

  send(row: unknown) {
    this.target.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
  }

  open(url: string) {
    this.popup = window.open(url, '_blank');
  }

  tell(row: unknown) {
    this.popup?.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
  }
}

export function annotated(other: Window | null, row: unknown) {
  other?.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

export function annotatedProxy(other: WindowProxy, row: unknown) {
  other.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

function embedded(): Window {
  return document.querySelector('iframe')!.contentWindow!;
}

export function viaHelper(row: unknown) {
  embedded().postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

function host() {
  return window.parent !== window ? window.parent : window.opener;
}

export function viaUntypedHelper(row: unknown) {
  host().postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

export function everyFrame(row: unknown) {
  document.querySelectorAll('iframe').forEach((frame) => {
    frame.contentWindow?.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
  });
  for (const frame of Array.from(document.getElementsByTagName('iframe'))) {
    frame.contentWindow!.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
  }
  for (let i = 0; i < frames.length; i++) frames[i].postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

export function nested(row: unknown) {
  window.parent.frames[1].postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
  window.parent.parent.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

export function byEvent(row: unknown) {
  window.addEventListener('message', (event) => {
    if (event.origin !== 'https://app.example.com') return;
    event.source!.postMessage({ row }, { targetOrigin: '*' }); //~ wildcard-target-origin `'*'` auditor
  });
}

export function destructured(row: unknown) {
  const { parent, opener } = window;
  parent.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
  opener?.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

export function viaDocument(row: unknown, element: Element) {
  element.ownerDocument.defaultView!.parent.postMessage({ row }, '*'); //~ wildcard-target-origin `'*'`
}

export function ownWindows(row: unknown, element: Element) {
  window.postMessage({ row }, '*'); //~ ok wildcard-target-origin: the page's own window
  self.window.postMessage({ row }, '*'); //~ ok wildcard-target-origin: the page's own window
  globalThis.postMessage({ row }, '*'); //~ ok wildcard-target-origin: the page's own window
  element.ownerDocument.defaultView!.postMessage({ row }, '*'); //~ ok wildcard-target-origin: the window of the page's own document
}

export function portsAndChannels(row: unknown, source: MessagePort | ServiceWorker) {
  line.port1.postMessage({ row }); //~ ok wildcard-target-origin: a port has no target origin
  topics.postMessage({ row, target: '*' }); //~ ok wildcard-target-origin: a channel of the page's own origin
  source.postMessage({ row }); //~ ok wildcard-target-origin: annotated, and neither is a window
}

export function bridges(row: unknown) {
  (window as any).ReactNativeWebView.postMessage(JSON.stringify({ row })); //~ ok wildcard-target-origin: the app around the page
  (window as any).webkit.messageHandlers.rows.postMessage({ row }); //~ ok wildcard-target-origin: the app around the page
  (window as any).chrome.webview.postMessage({ row }); //~ ok wildcard-target-origin: the app around the page
  (window as any).vscode.postMessage({ row }); //~ ok wildcard-target-origin: the editor around the page
}
