import { Linking } from "react-native";
import { WebView } from "react-native-webview";
import { SHOP, isShop } from "./shop";

export const Open = ({ url }) => (
  <WebView
    source={{ uri: url }}
    onMessage={(event) => { //~ missing-sender-check `(event) => {…` medium
      Linking.openURL(event.nativeEvent.data); //~ message-to-navigation `Linking.openURL(event.nativeEvent.data)` medium
    }}
  />
);

export const Closed = () => (
  <WebView
    source={{ uri: SHOP }}
    onMessage={(event) => {
      if (!isShop(event.nativeEvent.url)) return; //~ ok missing-sender-check: compared in another file
      if (event.nativeEvent.data === "help") Linking.openURL("https://help.example.com");
    }}
  />
);
