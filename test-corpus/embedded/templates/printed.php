<?php
// Strings of the code are pages where they hold script; <script> in a comment is none.
echo '<script>
window.addEventListener("message", function (event) { //~ missing-origin-check `window.addEventListener("message", function (event) {…` high
  document.getElementById("out").innerHTML = event.data.html; //~ message-to-html `document.getElementById("out").innerHTML` high
});
</script>';

function token_page($token, $origin) {
  return "<script>opener.postMessage({ \"token\": '$token' }, '*')</script>"; //~ wildcard-sensitive-data `'*'`
}

function named_page($token, $origin) {
  return "<script>opener.postMessage({ \"token\": '{$token}' }, '" . esc_js($origin) . "')</script>"; //~ ok wildcard-sensitive-data: the server fills in the origin
}

$page = <<<HTML
<p id="out"></p>
<script>
  window.addEventListener("message", (event) => { //~ ok missing-origin-check: compared with what the server fills in
    if (event.origin !== "{$settings['origin']}") return;
    document.getElementById("out").textContent = event.data;
  });
  parent.postMessage("$session_token", "*"); //~ wildcard-sensitive-data `"*"`
</script>
HTML;

$raw = <<<'HTML'
<script>
  window.onmessage = (event) => { location = event.data.$next; }; //~ missing-origin-check `window.onmessage` high
  //~^ message-to-navigation `location` high
</script>
HTML;

$out = '<script>';
$out .= 'window.addEventListener("message", function (event) {'; //~ missing-origin-check `window.addEventListener("message", function (event) {';…` high
if ($debug) {
  $out .= 'console.log(event);';
}
$out .= 'eval(event.data);'; //~ message-to-code `eval(event.data)` high
$out .= '});</script>';

class Page {
  public function finish($output, $chunk) {
    if (trim($chunk) === '' || preg_match('/\s*<script[^>]+><\/script>\s*/', $chunk)) {
      $output = substr_replace($output, 'x', strpos($output, '<head>'), 0);
    }
    $this->add("window.parent.postMessage('done', '*')"); //~ ok wildcard-target-origin: a constant word, and no page
    return $output;
  }
}
?>
<body data-class="<?php echo "a" ?>">
<script>
  window.parent.postMessage({ password: form.password.value }, "*"); //~ wildcard-sensitive-data `"*"`
</script>
