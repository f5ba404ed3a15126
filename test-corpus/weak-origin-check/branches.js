// Services that name each branch `branch--site`: the end of such a name is one site's own, where a name that only ends like it is not.
function apply(settings) {
  localStorage.setItem('settings', settings); //~ message-to-storage `localStorage.setItem('settings', settings)`
}

window.addEventListener('message', (event) => {
  if (!/^https:\/\/[a-z0-9-]+--shop\.netlify\.app$/.test(event.origin)) return; //~ ok weak-origin-check: only the site's own branches
  apply(event.data.settings);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/[a-z0-9-]+--shop--acme\.aem\.(page|live)$/.test(event.origin)) return; //~ ok weak-origin-check: only the site's own branches
  apply(event.data.settings);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/[a-z0-9-]+shop\.netlify\.app$/.test(event.origin)) return; //~ weak-origin-check `/^https:\/\/[a-z0-9-]+shop\.netlify\.app$/.test(event.origin)` medium
  apply(event.data.settings);
});

window.addEventListener('message', (event) => {
  if (!/^https:\/\/[a-z0-9-]+--shop\.vercel\.app$/.test(event.origin)) return; //~ weak-origin-check `/^https:\/\/[a-z0-9-]+--shop\.vercel\.app$/.test(event.origin)` medium
  apply(event.data.settings);
});
