//~ trusted-origins https://app.example.com https://*.example.net
// Who may listen, against the list of the project.
import { TARGET, profile } from "./app.js";

const host = window.parent;
const LEGACY = "https://legacy.example.org"; //~ unlisted-origin `"https://legacy.example.org"` medium

host.postMessage(profile(), "https://app.example.com"); //~ ok unlisted-origin: on the list
host.postMessage(profile(), "https://app.example.com/"); //~ ok unlisted-origin: a target is parsed, so the path does not matter
host.postMessage(profile(), "https://cdn.example.net/embed"); //~ ok unlisted-origin: a subdomain, with a path
host.postMessage(profile(), LEGACY);
host.postMessage(profile(), TARGET); //~ ok unlisted-origin: imported
host.postMessage(profile(), "/"); //~ ok unlisted-origin: the page's own origin
host.postMessage(profile(), location.origin); //~ ok unlisted-origin: the page's own origin
host.postMessage({ type: "ping" }, "https://status.example.org"); //~ unlisted-origin `"https://status.example.org"` medium
window.postMessage(profile(), "https://elsewhere.example.org"); //~ ok unlisted-origin: the own window, nobody else hears it

export function open(secure) {
  const shop = window.open("https://shop.example.org/");
  const target = secure ? "https://app.example.com" : "http://app.example.com"; //~ unlisted-origin `"http://app.example.com"` medium //~ insecure-target-origin `"http://app.example.com"`
  shop.postMessage(profile(), target); //~ post-before-ready `shop.postMessage(profile(), target)`
  //~v post-before-ready `shop.postMessage(profile(), { targetOrigin: "https://shop.example.org" })`
  shop.postMessage(profile(), { targetOrigin: "https://shop.example.org" }); //~ unlisted-origin `"https://shop.example.org"` medium
}

export function frame(iframe) {
  iframe.contentWindow.postMessage(profile(), "https://widgets.example.org/v2"); //~ unlisted-origin `"https://widgets.example.org/v2"` medium
  const port = new MessageChannel().port1;
  port.postMessage("https://port.example.org"); //~ ok unlisted-origin: a port has no target origin
  port.close();
}
