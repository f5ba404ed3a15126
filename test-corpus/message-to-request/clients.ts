// Request libraries behind an exact check, and requests that carry nothing of the user's.
import axios from 'axios';
import $ from 'jquery';

const SHOP = 'https://shop.example.com';

window.addEventListener('message', async ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  await axios.get(data.url); //~ message-to-request `axios.get(data.url)` low auditor
  await axios({ method: 'post', url: data.url }); //~ message-to-request `axios({ method: 'post', url: data.url })` low auditor
  await axios.post('/api/orders', data.order); //~ message-to-request `axios.post('/api/orders', data.order)` low auditor
  $.getJSON(data.feed, () => {}); //~ message-to-request `$.getJSON(data.feed, () => {})` low auditor
  $.ajax({ url: data.url, type: 'DELETE' }); //~ message-to-request `$.ajax({ url: data.url, type: 'DELETE' })` low auditor
  $.post('/api/rate', { stars: data.stars }); //~ message-to-request `$.post('/api/rate', { stars: data.stars })` low auditor
  await fetch(new Request(data.url)); //~ message-to-request `fetch(new Request(data.url))` low auditor
  await fetch('https://api.example.net/track', { method: 'POST', credentials: 'include', body: data.text }); //~ message-to-request `fetch('https://api.example.net/track', { method: 'POST', credentials: 'include', body: data.text })` low auditor
  await fetch('https://log.example.net/track', { method: 'POST', body: data.text }); //~ ok message-to-request: no credentials go to another site
  await axios.post('https://log.example.net/track', data.text); //~ ok message-to-request: no credentials go to another site
  await axios.get('/api/items', { params: { page: data.page } }); //~ ok message-to-request: a parameter of the query
  const picture = new Image();
  picture.src = data.picture; //~ ok message-to-request: an image is loaded without anything of the page
});

window.addEventListener('message', async ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  const address = new URL(data.url);
  if (address.origin !== location.origin) return;
  if (data.kind === 'cart' || data.kind === 'order') {
    await fetch(`/api/${data.kind}`); //~ ok message-to-request: one of two constants
  }
  await fetch(`/api/${parseInt(data.id, 10)}/details`); //~ ok message-to-request: a number
});
