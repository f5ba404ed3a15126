<?php
// Code of the server is no script, whatever it says: window.parent.postMessage($token, '*')
$token = $_SESSION['token'];
?>
<!doctype html>
<body>
<script>
  var accessToken = "<?php echo htmlspecialchars($token) ?>";
  window.opener.postMessage({ accessToken: accessToken }, "*"); //~ wildcard-sensitive-data `"*"`
  window.opener.postMessage({ accessToken: accessToken }, "<?= $origin ?>"); //~ ok wildcard-sensitive-data: the server fills in the origin
  <?php foreach ($frames as $frame): ?>
  watch("<?= $frame ?>");
  <?php endforeach; ?>
</script>
</body>
