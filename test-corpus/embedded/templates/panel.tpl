{include file="head.tpl"}
<script>
{literal}
  window.addEventListener("message", function (event) { //~ missing-origin-check `window.addEventListener("message", function (event) {…` high
    eval(event.data.code); //~ message-to-code `eval(event.data.code)` high
  });
{/literal}
  {if $ready}
  window.parent.postMessage("ready", "{$origin|escape:'javascript'}"); //~ ok wildcard-target-origin: the server fills in the origin
  {/if}
</script>
