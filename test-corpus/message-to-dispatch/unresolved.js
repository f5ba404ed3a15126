// Who gets past a check that cannot be read is not known, and neither is what the sender of a frame was made to show.
import { allows } from "@example/policy";

const tools = { open() {}, close() {} };
const frame = document.querySelector("iframe");
const settings = {};

window.addEventListener("message", (event) => {
  if (!allows(event.origin)) return;
  tools[event.data.tool](); //~ message-to-dispatch `tools[event.data.tool]` low auditor
});

window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow) return;
  tools[event.data.tool](); //~ message-to-dispatch `tools[event.data.tool]` low pedantic
});

window.addEventListener("message", (event) => {
  if (!allows(event.origin)) return;
  settings[event.data.group][event.data.name] = event.data.value; //~ message-to-prototype `settings[event.data.group][event.data.name]` low auditor
});

window.addEventListener("message", (event) => {
  if (!allows(event.origin)) return;
  if (event.data.tool === "open") tools.open(); //~ ok message-to-dispatch: a name of the program
});
