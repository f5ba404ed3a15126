// Components and classes that make frames.
import { useEffect, useRef } from 'react';

const APP = 'https://app.example.com';

export function Widget({ theme }: { theme: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ theme }, APP); //~ ok post-before-ready: the element was there before; whether it is ready is not known
  }, [theme]);
  return <iframe ref={frame} src={`${APP}/widget`} />;
}

export class Sandbox {
  private readonly frame = document.createElement('iframe');

  mount(parent: HTMLElement): void {
    this.frame.src = `${APP}/sandbox`;
    parent.appendChild(this.frame);
  }

  run(code: string): void {
    this.frame.contentWindow!.postMessage({ code }, APP); //~ ok post-before-ready: another call, later
  }
}

export class EagerSandbox {
  private frame?: HTMLIFrameElement;

  mount(parent: HTMLElement, code: string): void {
    this.frame = document.createElement('iframe');
    this.frame.src = `${APP}/sandbox`;
    parent.appendChild(this.frame);
    this.run(code);
  }

  private run(code: string): void {
    this.frame!.contentWindow!.postMessage({ code }, APP); //~ post-before-ready `this.frame!.contentWindow!.postMessage({ code }, APP)` low
  }
}

export function print(html: string): void {
  const popup = window.open('/print.html', '_blank');
  if (!popup) return;
  popup.postMessage({ html }, location.origin); //~ post-before-ready `popup.postMessage({ html }, location.origin)`
}

export function printLoaded(html: string): void {
  const popup = window.open('/print.html', '_blank');
  popup?.addEventListener('load', () => popup.postMessage({ html }, location.origin)); //~ ok post-before-ready: posted when the popup has loaded
}

export function measure(): void {
  const frame = document.createElement('iframe');
  frame.srcdoc = '<p>measured</p>';
  document.body.append(frame);
  frame.contentWindow!.postMessage('measure', '*'); //~ post-before-ready `frame.contentWindow!.postMessage('measure', '*')`
}

export function open(): Promise<void> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.src = `${APP}/open`;
    document.body.append(frame);
    frame.contentWindow!.postMessage('open', APP); //~ post-before-ready `frame.contentWindow!.postMessage('open', APP)`
    resolve();
  });
}
