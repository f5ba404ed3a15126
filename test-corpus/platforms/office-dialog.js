// A dialog of an Office add-in talks to the pane that opened it.
Office.onReady(() => {
  const accessToken = new URLSearchParams(location.hash.slice(1)).get("access_token");
  Office.context.ui.messageParent(JSON.stringify({ accessToken }), { targetOrigin: "*" }); //~ wildcard-sensitive-data `"*"` high
  Office.context.ui.messageParent(document.title, { targetOrigin: "*" }); //~ wildcard-target-origin `"*"` low auditor
  Office.context.ui.messageParent(JSON.stringify({ accessToken })); //~ ok wildcard-sensitive-data: without a target only the add-in's own domain
  Office.context.ui.messageParent(JSON.stringify({ accessToken }), { targetOrigin: "https://addin.example.com" }); //~ ok wildcard-sensitive-data: one origin
});
