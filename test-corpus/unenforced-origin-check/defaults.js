// Settings that let everybody pass unless a page says otherwise, asked in one condition with the origin.
const host = document.querySelector('[data-frame]');
const output = document.querySelector('#output');

const settings = { origin: '*', partner: 'https://partner.example.com' };
if (host.hasAttribute('data-origin')) settings.origin = host.getAttribute('data-origin');
if (host.hasAttribute('data-partner')) settings.partner = host.getAttribute('data-partner');

window.addEventListener('message', function (event) {
  if (settings.origin === '*' || event.origin === settings.origin) { //~ unenforced-origin-check `event.origin === settings.origin` high
    output.innerHTML = event.data; //~ message-to-html `output.innerHTML` high
  }
});

window.addEventListener('message', function (event) {
  if (settings.origin !== '*' && event.origin !== settings.origin) return; //~ unenforced-origin-check `event.origin !== settings.origin` high
  output.innerHTML = event.data; //~ message-to-html `output.innerHTML` high
});

window.addEventListener('message', function (event) {
  const fits = settings.origin === '*' ? true : event.origin === settings.origin; //~ unenforced-origin-check `event.origin === settings.origin` high
  if (fits) output.innerHTML = event.data; //~ message-to-html `output.innerHTML` high
});

window.addEventListener('message', function (event) {
  if (settings.partner === '*' || event.origin === settings.partner) { //~ ok unenforced-origin-check: a partner is set, and only the page could take it away
    output.textContent = event.data;
  }
});

window.addEventListener('message', function (event) {
  if (settings.partner !== '*' && event.origin !== settings.partner) return; //~ ok unenforced-origin-check: a partner is set, and only the page could take it away
  output.textContent = event.data;
});

window.addEventListener('message', function (event) {
  const fits = settings.partner === '*' ? true : event.origin === settings.partner; //~ ok unenforced-origin-check: a partner is set, and only the page could take it away
  if (fits) output.textContent = event.data;
});
