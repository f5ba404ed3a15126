import { currentSink, isClosed, isReady } from "./state";

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  if (!isReady()) return;
  document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` high
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  const sink = currentSink();
  if (!sink) return;
  sink.write(event.data.text);
});

window.addEventListener("message", (event) => { //~ ok missing-origin-check: it is never closed
  if (isClosed()) document.body.innerHTML = event.data.html;
});
