// The scheme of a text is compared on what a helper parsed of it, or the answer is kept in a variable until the text is used.
function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` medium
  const address = event.data.address;
  const url = parsed(address);
  if (!url || url.protocol !== 'https:') return;
  location.href = address; //~ ok message-to-navigation: the helper parsed this very text
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  const url = parsed(event.data.base);
  if (!url || url.protocol !== 'https:') return;
  location.href = event.data.address; //~ message-to-navigation `location.href` high
});

function open(address) {
  let allowed = false;
  try {
    const url = new URL(address);
    allowed = ['https:', 'editor:'].includes(url.protocol);
    if (allowed && url.protocol === 'editor:' && !url.href.startsWith('editor://open/')) allowed = false;
  } catch {
    console.debug('no address');
  }
  if (allowed) location.href = address; //~ ok message-to-navigation: only where the scheme was one of two
}
window.addEventListener('message', (event) => open(event.data.address)); //~ missing-origin-check `window.addEventListener('message', (event) => open(event.data.address))` medium

function openAnyway(address) {
  let allowed = false;
  const url = new URL(address);
  allowed = url.protocol === 'https:';
  if (event.data.force) allowed = true;
  if (allowed) location.href = address; //~ message-to-navigation `location.href` high
}
window.addEventListener('message', (event) => openAnyway(event.data.address)); //~ missing-origin-check `window.addEventListener('message', (event) => openAnyway(event.data.address))` high

function show(text) {
  const box = document.getElementById('log');
  if (box && box.tagName.toUpperCase() === 'TEXTAREA') box.innerHTML += text; //~ ok message-to-html: a text area shows markup as text
  if (box && box.tagName === 'DIV') box.innerHTML += text; //~ message-to-html `box.innerHTML` high
}
window.addEventListener('message', (event) => show(event.data.line)); //~ missing-origin-check `window.addEventListener('message', (event) => show(event.data.line))` high
