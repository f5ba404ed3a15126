// It uses nothing of the editor, but what an extension ships as a page, the editor shows.
const state = {};
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` low pedantic
  state.items = event.data.items;
});
