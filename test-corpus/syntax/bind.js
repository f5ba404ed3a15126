// The function-bind operator, a proposal that some code was written with.
const list = parts::joined(", ");
const shown = items
  ::filter((item) => item.open)
  ::map((item) => item.title);
button.onclick = ::console.log;

function first() {
  return ::list.shift;
}

class Panel {
  constructor() {
    window.addEventListener("message", ::this.receive); //~ missing-origin-check `window.addEventListener("message", ::this.receive)` high
  }

  receive(event) {
    document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` high
  }
}

window.addEventListener("message", (event) => { //~ ok missing-origin-check: compared
  if (event.origin !== "https://app.example.com") return;
  document.title = `${event.data.title}::${shown}::${list}`;
});
