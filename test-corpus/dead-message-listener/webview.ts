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
