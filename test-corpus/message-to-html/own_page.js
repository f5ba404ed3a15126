// A page that is built from several windows of one site. Whoever sends as this origin runs script here already.

const notes = document.querySelector(".speaker-notes");
const title = document.querySelector("h1");

window.addEventListener("message", (event) => {
  if (window.location.origin !== event.origin) {
    return;
  }
  const { html } = JSON.parse(event.data);
  notes.innerHTML = html; //~ ok message-to-html: only this page's own origin gets here
});

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin && event.origin !== "https://slides.example.com") return;
  title.innerHTML = event.data.title; //~ message-to-html `title.innerHTML` low pedantic: the other origin would gain this one
});

window.addEventListener("message", (event) => {
  if (event.origin === location.origin) {
    notes.insertAdjacentHTML("beforeend", event.data.html); //~ ok message-to-html: only this page's own origin gets here
  } else if (event.origin === "https://slides.example.com") {
    notes.insertAdjacentHTML("beforeend", event.data.html); //~ message-to-html `notes.insertAdjacentHTML("beforeend", event.data.html)` low pedantic
  }
});
