const wanted = new Set(['https://one.example.com']);

window.addEventListener('message', async (event) => { //~ ok missing-origin-check: the check is loaded when it is needed
  const { allowed } = await import('./allowed.mjs');
  if (!allowed(event.origin, wanted)) return;
  document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` low pedantic
});

window.addEventListener('message', (event) => {
  import('./allowed.mjs').then((module) => {
    if (!module.sameSite(event.origin)) return;
    document.body.innerHTML = event.data.html; //~ message-to-html `document.body.innerHTML` high
  });
});
