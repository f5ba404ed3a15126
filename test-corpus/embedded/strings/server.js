// Answers of servers.
const express = require("express");
const app = express();

function page(status, content) {
  return `<html><body><script>
    function answer(e) {
      window.opener.postMessage("authorization:${status}:${JSON.stringify(content)}", e.origin); //~ reply-to-unchecked-sender `e.origin` medium
    }
    window.addEventListener("message", answer);
    //~^ missing-origin-check `window.addEventListener("message", answer)`
    window.opener.postMessage("authorizing", "*"); //~ ok wildcard-target-origin: everybody may know that
  </script></body></html>`;
}

exports.handler = async (event, context, callback) => {
  const token = await exchange(event.queryStringParameters.code);
  callback(null, { statusCode: 200, headers: { "content-type": "text/html" }, body: page("success", { token }) });
};

app.get("/done", (req, res) => {
  const origin = req.app.get("origin");
  res.send("<script>opener.postMessage({ token: '" + req.session.token + "' }, '*')</script>"); //~ wildcard-sensitive-data `'*'`
  res.send("<script>opener.postMessage({ token: '" + req.session.token + "' }, '" + origin + "')</script>"); //~ ok wildcard-sensitive-data: the server fills in the origin
});

app.get("/panel", (req, res) => {
  res.send(`<!doctype html>
<p id="out"></p>
<script>
  window.addEventListener("message", (event) => {
    if (event.origin !== "${req.app.get("origin")}") return; //~ ok missing-origin-check: compared with what the server fills in
    document.getElementById("out").textContent = String(event.data.text);
  });
</script>
<script type="application/json">{ "postMessage": "*" }</script>`);
});

async function exchange(code) {
  return require("./oauth").token(code);
}
