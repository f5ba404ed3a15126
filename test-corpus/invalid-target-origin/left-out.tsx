// Without a target origin a post arrives only where the page has the sender's origin.
import { useRef } from 'react';

const frame = document.createElement('iframe');
frame.src = 'https://widget.example.net/frame.html';
frame.onload = () => frame.contentWindow!.postMessage({ hello: 1 }); //~ invalid-target-origin `frame.contentWindow!.postMessage({ hello: 1 })` medium confidence=medium
document.body.append(frame);

const own = document.createElement('iframe');
own.src = '/frame.html';
own.onload = () => own.contentWindow!.postMessage({ hello: 1 }); //~ ok invalid-target-origin: the frame's page is of the own origin
document.body.append(own);

const local = document.createElement('iframe');
local.src = 'http://localhost:3000/frame.html';
local.onload = () => local.contentWindow!.postMessage({ hello: 1 }); //~ ok invalid-target-origin: where the page itself is served while it is developed is not known
document.body.append(local);

const named = document.createElement('iframe');
named.src = 'https://widget.example.net/frame.html';
named.onload = () => named.contentWindow!.postMessage({ hello: 1 }, new URL(named.src).origin); //~ ok invalid-target-origin: named
document.body.append(named);

export class Player {
  private frame = document.createElement('iframe');

  constructor(private root: HTMLElement) {
    this.frame.setAttribute('src', 'https://player.example.net/embed');
    this.root.append(this.frame);
  }

  play() {
    this.frame.contentWindow?.postMessage('play'); //~ invalid-target-origin `this.frame.contentWindow?.postMessage('play')` confidence=medium
  }

  pause() {
    this.frame.contentWindow?.postMessage('pause', { transfer: [] }); //~ invalid-target-origin `this.frame.contentWindow?.postMessage('pause', { transfer: [] })` confidence=medium
  }

  stop() {
    this.frame.contentWindow?.postMessage('stop', { targetOrigin: 'https://player.example.net' }); //~ ok invalid-target-origin: named in the options
  }
}

export function Map({ zoom }: { zoom: number }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const show = () => frame.current?.contentWindow?.postMessage({ zoom }); //~ invalid-target-origin `frame.current?.contentWindow?.postMessage({ zoom })` confidence=medium
  return (
    <>
      <iframe ref={frame} src="https://maps.example.net/embed" />
      <button onClick={show}>show</button>
    </>
  );
}
