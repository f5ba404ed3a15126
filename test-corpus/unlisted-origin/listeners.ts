//~ trusted-origins https://app.example.com https://*.example.net http://localhost:8080
// Who may speak, against the list of the project.
import { config } from "./config";

const state = { user: "", theme: "", cart: [] as string[] };
const PARTNER = "https://partner.example.org"; //~ unlisted-origin `"https://partner.example.org"` medium
const ALLOWED = ["https://app.example.com", "https://beta.example.org"]; //~ unlisted-origin `"https://beta.example.org"` medium

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return; //~ ok unlisted-origin: on the list
  state.user = event.data.user;
});

window.addEventListener("message", (event) => {
  if (event.origin !== PARTNER) return;
  state.user = event.data.user;
});

window.addEventListener("message", (event) => {
  if (!ALLOWED.includes(event.origin)) return;
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  switch (event.origin) {
    case "https://eu.example.net": //~ ok unlisted-origin: a subdomain
      state.cart = event.data.cart;
      break;
    case "https://example.net": //~ unlisted-origin `"https://example.net"` medium
      state.cart = event.data.saved;
      break;
  }
});

window.addEventListener("message", (event) => {
  if (event.origin === "https://spam.example.org") return; //~ ok unlisted-origin: it is refused //~ weak-origin-check `event.origin === "https://spam.example.org"`
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== config.origin) return; //~ ok unlisted-origin: what is configured is not known
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin) return; //~ ok unlisted-origin: the page's own
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== "http://localhost:8080") return; //~ ok unlisted-origin: on the list with its port
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== "http://localhost:3000") return; //~ unlisted-origin `"http://localhost:3000"` medium
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com:8443") return; //~ unlisted-origin `"https://app.example.com:8443"` medium
  state.theme = event.data.theme;
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://quiet.example.org") return; //~ ok unlisted-origin: nothing is done with what it sends
  console.log(event.data);
});

new Worker("/sum.js").addEventListener("message", (event) => {
  if (event.data.origin === "https://other.example.org") state.theme = event.data.theme; //~ ok unlisted-origin: a worker's message has no sender to check
});
