// React Native: a WebView and the app around it.
import { useCallback, useRef } from 'react';
import { WebView, type WebViewMessageEvent } from 'react-native-webview';

const PAGE = 'https://checkout.example.com/mobile';

export function Checkout({ onPaid }: { onPaid: (receipt: string) => void }) {
  const view = useRef<WebView>(null);

  const onMessage = useCallback(
    (event: WebViewMessageEvent) => {
      const message = JSON.parse(event.nativeEvent.data);
      if (message.type === 'paid') onPaid(message.receipt);
    },
    [onPaid],
  );

  return (
    <WebView
      ref={view}
      source={{ uri: PAGE }}
      originWhitelist={['https://checkout.example.com']}
      onMessage={onMessage}
      onLoad={() => view.current?.postMessage(JSON.stringify({ type: 'locale', locale: 'en' }))}
    />
  );
}

/** Runs in the page that the WebView shows. */
export function reportPaid(receipt: string): void {
  (window as any).ReactNativeWebView?.postMessage(JSON.stringify({ type: 'paid', receipt }));
}
