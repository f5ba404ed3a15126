// What the page in a view says to the app.
import React, { useRef } from "react";
import { Linking } from "react-native";
import { WebView } from "react-native-webview";

const SITE = "https://shop.example.com";

export function Shop({ url }: { url: string }) {
  return (
    <WebView
      source={{ uri: url }}
      onMessage={(event) => { //~ missing-sender-check `(event) => {…` medium
        Linking.openURL(event.nativeEvent.data); //~ message-to-navigation `Linking.openURL(event.nativeEvent.data)` medium
      }}
    />
  );
}

export function Runner({ url }: { url: string }) {
  const web = useRef<WebView>(null);
  const onMessage = ({ nativeEvent }) => { //~ missing-sender-check `({ nativeEvent }) => {…` medium
    const message = JSON.parse(nativeEvent.data);
    web.current?.injectJavaScript(message.code); //~ message-to-code `web.current?.injectJavaScript(message.code)` medium
  };
  return <WebView ref={web} source={{ uri: url }} onMessage={onMessage} />;
}

export function Checked() {
  return (
    <WebView
      source={{ uri: SITE }}
      onMessage={(event) => {
        if (new URL(event.nativeEvent.url).origin !== SITE) return; //~ ok missing-sender-check: the address of the page is compared
        if (event.nativeEvent.data === "help") Linking.openURL("https://help.example.com");
      }}
    />
  );
}

export function Titled({ onTitle }: { onTitle: (title: string) => void }) {
  return <WebView source={{ uri: SITE }} onMessage={(event) => onTitle(event.nativeEvent.data)} />; //~ ok missing-sender-check: what the caller does with a title is its own affair
}

export function Fixed() {
  return (
    <WebView
      source={{ uri: SITE }}
      onMessage={(event) => {
        if (event.nativeEvent.data === "help") Linking.openURL("https://help.example.com"); //~ ok missing-sender-check: an address of the program
      }}
    />
  );
}

export function Chat({ socket }) {
  return <Feed onMessage={(event) => Linking.openURL(event.nativeEvent.data)} />; //~ ok missing-sender-check: no view of a page
}
declare const Feed: any;

export function Injected({ url }: { url: string }) {
  const [start, setStart] = React.useState("");
  return (
    <WebView
      source={{ uri: url }}
      injectedJavaScript={start} //~ message-to-code `start` medium
      onMessage={(event) => setStart(event.nativeEvent.data)} //~ ok missing-sender-check: what the view keeps of itself
    />
  );
}
