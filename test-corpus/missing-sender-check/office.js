// What a dialog of an add-in says to the pane that opened it.
const HOME = "https://addin.example.com";

Office.context.ui.displayDialogAsync(HOME + "/login.html", {}, (result) => {
  const dialog = result.value;
  dialog.addEventHandler(Office.EventType.DialogMessageReceived, (arg) => { //~ missing-sender-check `dialog.addEventHandler(Office.EventType.DialogMessageReceived, (arg) => {…` high
    document.getElementById("who").innerHTML = arg.message; //~ message-to-html `document.getElementById("who").innerHTML` high
  });
});

Office.context.ui.displayDialogAsync(HOME + "/login.html", {}, (result) => {
  const dialog = result.value;
  dialog.addEventHandler(Office.EventType.DialogMessageReceived, (arg) => {
    if (arg.origin !== HOME) return; //~ ok missing-sender-check: the dialog's origin is compared
    document.getElementById("who").textContent = arg.message;
  });
  dialog.addEventHandler(Office.EventType.DialogEventReceived, (arg) => {
    document.getElementById("who").textContent = arg.error; //~ ok missing-sender-check: no message, an event of the host
  });
});

// The dialog's side: whoever opened it sends.
Office.context.ui.addHandlerAsync(Office.EventType.DialogParentMessageReceived, (arg) => { //~ missing-sender-check `Office.context.ui.addHandlerAsync(Office.EventType.DialogParentMessageReceived, (arg) => {…` high
  document.body.innerHTML = arg.message; //~ message-to-html `document.body.innerHTML` high
});

Office.context.ui.addHandlerAsync(Office.EventType.DialogParentMessageReceived, (arg) => {
  if (arg.origin !== HOME) return; //~ ok missing-sender-check: compared
  document.title = arg.message;
});

export function tell(dialog) {
  dialog.messageChild(JSON.stringify({ token: localStorage.getItem("token") }), { targetOrigin: "*" }); //~ wildcard-sensitive-data `"*"` high
  dialog.messageChild(JSON.stringify({ token: localStorage.getItem("token") }), { targetOrigin: HOME }); //~ ok wildcard-sensitive-data: one origin
}
