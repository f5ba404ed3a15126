// What a stranger changes is what the page shows, and members that only elements have say so, whatever the value is known to be.
export function fit(frame) {
  window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
    frame.style.height = `${event.data.height}px`;
  });
}

export function label(box) {
  window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
    box.textContent = event.data.label;
  });
}

export function mark(row) {
  window.addEventListener("message", (event) => { //~ noise missing-origin-check `window.addEventListener("message", (event) => {…` medium: a class of an element; the same
    row.classList.add(event.data.mark);
  });
}

export function show(state) {
  const box = document.querySelector("#box");
  window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
    box.textContent = event.data.label;
  });
  window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
    state.label = event.data.label;
  });
}

export function louder(player) {
  window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
    player.volume = event.data.volume;
  });
}
