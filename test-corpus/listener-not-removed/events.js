// Each of these comes again and again, and adds another listener each time.
const part = document.querySelector('#part');

part.addEventListener('dblclick', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('change', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('input', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('keydown', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('keyup', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('keypress', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('mousedown', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('mouseup', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('pointerdown', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('pointerup', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('touchstart', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('touchend', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('focus', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('blur', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
part.addEventListener('toggle', () => {
  window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren()); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === 'https://a.example' && part.replaceChildren())`
});
