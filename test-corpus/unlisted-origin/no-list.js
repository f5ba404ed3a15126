// A project without a list trusts whom its code names.
window.addEventListener("message", (event) => {
  if (event.origin !== "https://anywhere.example.org") return; //~ ok unlisted-origin: no list, no policy
  document.title = event.data.title;
});
window.parent.postMessage({ title: document.title }, "https://anybody.example.org"); //~ ok unlisted-origin: no list, no policy
