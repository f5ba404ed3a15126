// A page of its own: what is set up when it is there lives as long as it does.
document.addEventListener('DOMContentLoaded', () => {
  const feed = new EventSource('/orders'); //~ ok channel-not-closed: runs once
  feed.onmessage = (event) => add(JSON.parse(event.data));
  document.querySelector('#more').addEventListener('click', more);
});

window.addEventListener('load', connect);
window.onload = () => {
  const tabs = new BroadcastChannel('tabs'); //~ ok channel-not-closed: runs once
  tabs.onmessage = (event) => document.title = event.data;
};

function connect() {
  const socket = new WebSocket('wss://live.example.com/'); //~ ok channel-not-closed: runs once, when the page is loaded
  socket.onmessage = (event) => add(event.data);
}

$(() => {
  const stock = new EventSource('/stock'); //~ ok channel-not-closed: runs once
  stock.onmessage = (event) => $('#stock').text(event.data);
});

$(document).ready(function () {
  const prices = new EventSource('/prices'); //~ ok channel-not-closed: runs once
  prices.onmessage = (event) => $('#price').text(event.data);
});

function more() {
  const page = new EventSource('/orders?page=2'); //~ channel-not-closed `new EventSource('/orders?page=2')` low
  page.onmessage = (event) => add(JSON.parse(event.data));
}

document.querySelector('#photo').addEventListener('load', () => {
  const views = new EventSource('/views'); //~ channel-not-closed `new EventSource('/views')` low
  views.onmessage = (event) => add(event.data);
});

function add(order) {
  document.querySelector('#orders').append(order.name);
}
