// A page that knows that it runs in the WebView of an application.
declare global {
  interface Window {
    ReactNativeWebView?: { postMessage(message: string): void };
  }
}

let last = '';

document.addEventListener('message', (event) => { //~ ok dead-message-listener: the application dispatches it there
  last = String((event as MessageEvent).data).slice(0, 100);
});

export function ask(question: string): void {
  window.ReactNativeWebView?.postMessage(question + last);
}

// An older bridge, which this file knows by nothing but the text that it parses.
export function listen(receive: (data: unknown) => void): () => void {
  const handler = (event: Event): void => receive(JSON.parse((event as MessageEvent<string>).data));
  document.addEventListener('message', handler); //~ ok dead-message-listener: what an application dispatches has no sender, and none is asked for
  return () => document.removeEventListener('message', handler);
}
