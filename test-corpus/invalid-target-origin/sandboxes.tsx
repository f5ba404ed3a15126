import { useEffect, useRef } from "react";

const RENDERER = "https://usercontent.example.net";

/** Runs somebody else's markup where it can do no harm. */
export function mount(host: HTMLElement, markup: string, theme: Theme) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-popups");
  frame.src = `${RENDERER}/render.html`;
  host.append(frame);
  frame.addEventListener("load", () => {
    frame.contentWindow!.postMessage({ markup, theme }, RENDERER); //~ invalid-target-origin `frame.contentWindow`
  });
}

/** The same with a frame that keeps the origin of its address. */
export function mountTrusted(host: HTMLElement, markup: string) {
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts", "allow-same-origin");
  frame.src = `${RENDERER}/render.html`;
  host.append(frame);
  frame.addEventListener("load", () => {
    frame.contentWindow!.postMessage({ markup }, RENDERER); //~ ok invalid-target-origin: `allow-same-origin` leaves the frame its origin
  });
}

export function Chart({ rows }: { rows: Row[] }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ rows: rows.length }); //~ invalid-target-origin `frame.current?.contentWindow`
  }, [rows]);
  return <iframe ref={frame} sandbox="allow-scripts" src={`${RENDERER}/chart.html`} />;
}
