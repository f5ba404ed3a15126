// Shows the receipt that the payment frame sends.
const PAYMENT = "https://pay.example.com";

window.addEventListener("message", (event) => {
  if (!event.origin.startsWith(PAYMENT)) return;
  document.querySelector("#receipt").innerHTML = event.data.receipt;
});
