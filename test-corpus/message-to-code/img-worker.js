// Called as workers are, and nothing else: in a window the same code would be open to every page.
self.addEventListener('message', (event) => { //~ missing-origin-check `self.addEventListener('message', (event) => {…` confidence=low
  eval(event.data); //~ message-to-code `eval(event.data)` confidence=low
});
