// The page that links to this one, or frames it, as the one to be told.
interface Report {
  height: number;
  items: string[];
}

const TRUSTED = new Set(['https://app.example.com', 'https://admin.example.com']);

export function report(details: Report): void {
  window.parent.postMessage({ type: 'report', details }, document.referrer); //~ untrusted-target-origin `document.referrer` low pedantic
}

function parentOrigin(): string {
  return new URL(document.referrer).origin; //~ untrusted-target-origin `new URL(document.referrer)` pedantic
}

export function reportByHelper(details: Report): void {
  window.parent.postMessage({ type: 'report', details }, parentOrigin());
}

export function reportChecked(details: Report): void {
  const origin = new URL(document.referrer).origin;
  if (!TRUSTED.has(origin)) throw new Error(`not embedded by a known page: ${origin}`);
  window.parent.postMessage({ type: 'report', details }, origin); //~ ok untrusted-target-origin: one of a set
}

export function reportMatched(details: Report): void {
  if (new URL(document.referrer).origin === 'https://app.example.com') {
    window.parent.postMessage({ type: 'report', details }, 'https://app.example.com'); //~ ok untrusted-target-origin: the constant that was compared
  }
}

export function reportToAncestor(details: Report): void {
  const [nearest] = Array.from(location.ancestorOrigins);
  window.parent.postMessage({ type: 'report', details }, location.ancestorOrigins[0]); //~ untrusted-target-origin `location.ancestorOrigins[0]` pedantic
  console.debug('embedded by', nearest);
}

export function lend(frameless: Window): MessagePort {
  const { port1, port2 } = new MessageChannel();
  frameless.postMessage('line', document.referrer, [port2]); //~ untrusted-target-origin `document.referrer`
  return port1;
}

export function trace(details: Report): void {
  console.debug('referred by', document.referrer, details);
  window.parent.postMessage({ type: 'report', details, via: document.referrer }, 'https://app.example.com'); //~ ok untrusted-target-origin: the referrer is told, it does not decide
}

export function preset(details: Report, origin: string): void {
  const target = document.referrer ? origin : 'https://app.example.com';
  window.parent.postMessage({ type: 'report', details }, target); //~ ok untrusted-target-origin: the referrer only says which of two
}
