// Addresses that begin with what an application configures, and go on with what a message says.
import { settings } from "./settings.js";

const frame = document.querySelector("iframe.report");
const DASHBOARDS = "https://dashboards.example.com";

window.addEventListener("message", (event) => {
  if (event.origin !== DASHBOARDS) return;
  const { kind, width, name, next } = event.data;
  switch (kind) {
    case "resized": {
      const query = [`version=${settings.version}`, `width=${width}`];
      const address = `${settings.server}i/${settings.dashboard}?${query.join("&")}`;
      frame.contentWindow.location.replace(address); //~ ok message-to-navigation: the query of a configured page
      break;
    }
    case "opened":
      frame.src = `${settings.server}/items/${name}`; //~ ok message-to-navigation: a path below a configured one
      break;
    case "fragment":
      frame.src = `${settings.page}#${name}`; //~ ok message-to-navigation: a fragment
      break;
    case "rooted":
      // Without a server this is `//` and the host of the sender's choice.
      frame.src = `${settings.server}/${name}`; //~ message-to-navigation `frame.src` low pedantic
      break;
    case "port":
      frame.src = `${settings.server}:${name}/items/1`; //~ message-to-navigation `frame.src` low pedantic: `:@attacker.test`
      break;
    case "suffix":
      frame.src = `${settings.server}${name}`; //~ message-to-navigation `frame.src` low pedantic: `.attacker.test`
      break;
    case "whole":
      frame.src = `${next}/items/${settings.dashboard}`; //~ message-to-navigation `frame.src` low pedantic: the sender begins it
      break;
    case "twice":
      frame.src = `${next}/items/${name}`; //~ message-to-navigation `frame.src` low pedantic: the sender begins it, whatever follows
      break;
  }
});
