//~ platform extension-page
// A panel of an extension hears its own background, as a rule.
chrome.runtime.onMessage.addListener((message) => {
  document.querySelector("#out").innerHTML = message.html; //~ message-to-html `document.querySelector("#out").innerHTML` low pedantic
  document.title = message.title; //~ ok message-to-html: a text
});
