// All that a sender gets is the moment: nothing of the message is used, and nothing leaves to where the sender chooses.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  if (event.data === "extension:installed") localStorage.setItem("extension", "1");
});

export function start(frame, settings) {
  const begin = (event) => {
    if (event.data.ask !== "ready") return;
    window.removeEventListener("message", begin);
    frame.contentWindow.postMessage({ begin: settings }, new URL(frame.src).origin);
  };
  window.addEventListener("message", begin); //~ missing-origin-check `window.addEventListener("message", begin)` low pedantic
}

// What is stored is what the message says.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  localStorage.setItem("theme", event.data.theme); //~ message-to-storage `localStorage.setItem("theme", event.data.theme)` medium
});

// What is stored goes.
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data === "reset") localStorage.clear();
});
