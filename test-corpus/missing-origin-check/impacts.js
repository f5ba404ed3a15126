// What a message does decides how bad it is that anybody may send it.

const saved = {};

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  if (event.data === "close") document.querySelector("#menu").classList.add("hidden");
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  document.querySelector("#title").textContent = event.data.title;
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  document.querySelector("#title").textContent = event.data.title;
  saved.title = event.data.title;
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  if (event.data === "leave") location.reload();
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data === "top") location.hash = "top";
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  if (event.data === "out") localStorage.clear();
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  saved.body = event.data.body;
  document.querySelector("#body").innerHTML = event.data.body; //~ message-to-html `document.querySelector("#body").innerHTML` high
});

// A prefix of an origin lets strangers in; what they change is on the screen only.
window.addEventListener("message", (event) => {
  if (!event.origin.startsWith("https://app.example.com")) return; //~ weak-origin-check `event.origin.startsWith("https://app.example.com")` low pedantic
  document.querySelector("#title").textContent = event.data.title;
});

// The weakest subdomain can send these.
window.addEventListener("message", (event) => {
  if (!/^https:\/\/[a-z]+\.example\.com$/.test(event.origin)) return; //~ broad-origin-check `/^https:\/\/[a-z]+\.example\.com$/.test(event.origin)` medium
  document.querySelector("#body").innerHTML = event.data.body; //~ message-to-html `document.querySelector("#body").innerHTML` medium
});

window.addEventListener("message", (event) => {
  if (event.origin !== "https://app.example.com") return; //~ ok missing-origin-check: the whole origin
  document.querySelector("#title").textContent = event.data.title;
});

export { saved };
