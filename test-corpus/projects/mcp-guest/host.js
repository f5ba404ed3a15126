// A host must suspect its guest, whatever the package depends on.
const frame = document.createElement("iframe");
document.body.append(frame);
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  document.querySelector("#out").innerHTML = event.data.html; //~ message-to-html `document.querySelector("#out").innerHTML` high
});
