//~ platform react-native
// The application runs scripts in its view, and the events that they make have any text as their origin.
window.addEventListener("message", (event: MessageEvent) => {
  if (event.origin !== "native") return; //~ ok impossible-origin-check: a word that the shell gives
  document.title = event.data.title;
});

window.addEventListener("message", (event: MessageEvent) => {
  if (event.origin !== "app.example.com") return; //~ impossible-origin-check `event.origin !== "app.example.com"` medium
  document.title = event.data.title;
});
