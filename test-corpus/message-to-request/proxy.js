// A page that makes requests for its frames.
const TOKEN = document.querySelector('meta[name="csrf-token"]').content;
const ENDPOINTS = { cart: '/api/cart', user: '/api/user' };

function onRequest(event) {
  const { method, path, url, body, id } = event.data;
  switch (event.data.type) {
    case 'url':
      fetch(url, { method, headers: { 'x-csrf-token': TOKEN } }); //~ message-to-request `fetch(url, { method, headers: { 'x-csrf-token': TOKEN } })` medium
      break;
    case 'path':
      fetch('/api/' + path).then((answer) => answer.json()); //~ message-to-request `fetch('/api/' + path)` medium
      break;
    case 'body':
      fetch('/api/orders', { method: 'POST', body: JSON.stringify(body) }); //~ message-to-request `fetch('/api/orders', { method: 'POST', body: JSON.stringify(body) })` medium
      break;
    case 'xhr': {
      const request = new XMLHttpRequest();
      request.open('GET', url); //~ message-to-request `request.open('GET', url)` medium
      request.send();
      break;
    }
    case 'beacon':
      navigator.sendBeacon(url, 'gone'); //~ message-to-request `navigator.sendBeacon(url, 'gone')` medium
      break;
    case 'socket':
      new WebSocket(url).close(); //~ message-to-request `new WebSocket(url)` medium
      break;
    case 'events':
      new EventSource('/events/' + id).close(); //~ message-to-request `new EventSource('/events/' + id)` medium
      break;
    case 'chosen':
      fetch(ENDPOINTS[event.data.endpoint]); //~ ok message-to-request: the message chooses among the page's own addresses
      break;
    case 'segment':
      fetch('/api/items/' + encodeURIComponent(id)); //~ ok message-to-request: encoded, it stays one segment
      break;
    case 'number':
      fetch('/api/items/' + Number(id)); //~ ok message-to-request: a number
      break;
    case 'query':
      fetch('/api/search?page=1&q=' + event.data.query); //~ ok message-to-request: a value in the query
      break;
    case 'reload':
      fetch('/api/state', { headers: { 'x-csrf-token': TOKEN } }); //~ ok message-to-request: nothing of the message is in it
      break;
  }
}

window.addEventListener('message', onRequest); //~ missing-origin-check `window.addEventListener('message', onRequest)` medium
