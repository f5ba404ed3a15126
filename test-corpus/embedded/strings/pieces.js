// Pages that are put together, and strings in which quotes are escaped.
const head = "<!doctype html><title>\u00e9</title>";
const script = "window.addEventListener(\"message\", function (event) {" +
  " eval(event.data); });"; //~ message-to-code `eval(event.data)` high
export const page = head + "<script>" + script + "</script>";
//~^^^ missing-origin-check `window.addEventListener(\"message\", function (event) {" +…` high

export const lines = [
  '<script>',
  '  window.parent.postMessage({ password: form.password.value }, \'*\');', //~ wildcard-sensitive-data `\'*\'`
  '</script>',
].join('\n');

export const named = [
  '<script>',
  '  window.parent.postMessage({ password: form.password.value }, \'https://app.example.com\');', //~ ok wildcard-sensitive-data: the receiver is named
  '</script>',
].join('\n');
