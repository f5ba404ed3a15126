import Script from "next/script";
import { WebView } from "react-native-webview";

const PAGE = `<!doctype html><body><iframe src="https://ads.example.net/"></iframe><p id="out"></p><script>
  window.addEventListener("message", function (event) { document.getElementById("out").innerHTML = event.data; });
</script></body>`;
//~^^ missing-origin-check `window.addEventListener("message", function (event) { document.getElementById("out").innerHTML = event.data; })` high
//~^^^ message-to-html `document.getElementById("out").innerHTML` high

export const Screen = () => <WebView source={{ html: PAGE }} />;

export const Runner = () => (
  <iframe
    sandbox="allow-scripts"
    srcDoc={`<script>
      window.onmessage = (event) => { //~ missing-origin-check `window.onmessage` high
        eval(event.data); //~ message-to-code `eval(event.data)` high
      };
      parent.postMessage("ready", "*"); //~ ok wildcard-target-origin: the parent of such a frame is this page
    </script>`}
  />
);

export const Head = () => (
  <head>
    <script
      dangerouslySetInnerHTML={{
        __html: `window.addEventListener("message", (e) => { location.href = e.data.next; });`, //~ missing-origin-check `window.addEventListener("message", (e) => { location.href = e.data.next; })` high
        //~^ message-to-navigation `location.href` high
      }}
    />
    <script type="application/ld+json">{`{ "onmessage": "eval(event.data)" }`}</script>
    <Script src="/analytics.js" />
  </head>
);
