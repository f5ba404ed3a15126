// Pages of frames that a program writes itself.
const frame = document.createElement("iframe");
frame.setAttribute("sandbox", "allow-scripts");
frame.srcdoc = `<body><script>
  addEventListener("message", (event) => {
    if (event.origin !== location.origin) return; //~ null-origin-allowed `event.origin !== location.origin` witness=null
    document.body.innerHTML = event.data.markup; //~ message-to-html `document.body.innerHTML` high
  });
  parent.postMessage({ ready: true }, "*"); //~ ok wildcard-target-origin: the parent of such a frame is this page
</script></body>`;
document.body.append(frame);

const PAGE = `<body><script>
  addEventListener("message", (event) => {
    if (event.origin !== window.origin) return; //~ ok opaque-origin-compare: such a frame keeps the page's origin
    document.querySelector("h1").textContent = String(event.data.title);
  });
</script></body>`;
const plain = document.createElement("iframe");
plain.setAttribute("srcdoc", PAGE);
document.body.append(plain);

// Markup that is set as such runs no script, but its handlers.
document.querySelector("#panel").innerHTML = `<script>
  window.onmessage = (event) => eval(event.data); //~ ok message-to-code: the script does not run
</script>`;
document.querySelector("#status").innerHTML =
  `<img src="x" onerror="parent.postMessage({ token: localStorage.getItem('token') }, '*')">`; //~ wildcard-sensitive-data `'*'`

// A page within a page.
const outer = window.open("", "report");
outer.document.write(`<main></main><script>
  const inner = document.createElement("iframe");
  inner.srcdoc = "<script>window.onmessage = (event) => eval(event.data.code)<\\/script>"; //~ missing-origin-check `window.onmessage` high
  //~^ message-to-code `eval(event.data.code)` high
  document.body.append(inner);
</script>`);
