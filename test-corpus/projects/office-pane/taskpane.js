const HOME = "https://addin.example.com";
Office.context.ui.displayDialogAsync(HOME + "/login.html", {}, (result) => {
  const dialog = result.value;
  dialog.addEventHandler(Office.EventType.DialogMessageReceived, (arg) => { //~ missing-sender-check `dialog.addEventHandler(Office.EventType.DialogMessageReceived, (arg) => {…` medium
    localStorage.setItem("auth", arg.message); //~ message-to-storage `localStorage.setItem("auth", arg.message)` medium
  });
  dialog.addEventHandler(Office.EventType.DialogMessageReceived, (arg) => {
    if (arg.origin !== HOME) return; //~ ok missing-sender-check: compared
    document.title = arg.message;
  });
});
