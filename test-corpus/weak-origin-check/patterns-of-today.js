// What patterns can say since 2024: sets, and properties of letters.
window.addEventListener("message", (event) => {
  if (!/^https:\/\/[[a-z]--[q]]+\.example\.com/v.test(event.origin)) return; //~ weak-origin-check `/^https:\/\/[[a-z]--[q]]+\.example\.com/v.test(event.origin)` high witness=https://x.example.com.attacker.test
  document.body.innerHTML = event.data; //~ message-to-html `document.body.innerHTML` high
});
window.addEventListener("message", (event) => {
  if (!/^https:\/\/[[a-z]--[q]]+\.example\.com$/v.test(event.origin)) return; //~ broad-origin-check `/^https:\/\/[[a-z]--[q]]+\.example\.com$/v.test(event.origin)` medium witness=https://app.example.com
  document.body.innerHTML = event.data; //~ message-to-html `document.body.innerHTML` medium
});
window.addEventListener("message", (event) => {
  if (!/^https:\/\/\p{L}+.example\.com$/u.test(event.origin)) return; //~ weak-origin-check `/^https:\/\/\p{L}+.example\.com$/u.test(event.origin)` high witness=https://evilexample.com
  document.body.innerHTML = event.data; //~ message-to-html `document.body.innerHTML` high
});
