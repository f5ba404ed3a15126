// A hub that answers messages by listening for more of them.
import { show } from './view.js';

const APP = 'https://app.example.com';
const worker = new Worker('/search.js');
const news = new BroadcastChannel('news');

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  worker.postMessage(event.data);
  worker.addEventListener('message', (reply) => show(reply.data)); //~ listener-in-handler `worker.addEventListener('message', (reply) => show(reply.data))` medium
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  worker.postMessage(event.data);
  worker.addEventListener('message', (reply) => show(reply.data), { once: true }); //~ ok listener-in-handler: ends with the first reply
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const onReply = (reply) => {
    worker.removeEventListener('message', onReply);
    show(reply.data);
  };
  worker.addEventListener('message', onReply); //~ ok listener-in-handler: removes itself
  worker.postMessage(event.data);
});

function onEvery(reply) {
  show(reply.data);
}

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  worker.addEventListener('message', onEvery); //~ ok listener-in-handler: the same function is added once, however often it is added
});

news.onmessage = (event) => {
  window.addEventListener('message', (answer) => answer.origin === APP && show([event.data, answer.data])); //~ listener-in-handler `window.addEventListener('message', (answer) => answer.origin === APP && show([event.data, answer.data]))`
};

let following = false;

news.addEventListener('message', () => {
  if (following) return;
  following = true;
  worker.addEventListener('message', (reply) => show(reply.data)); //~ ok listener-in-handler: a flag of the program lets it happen once
});

window.addEventListener('message', function onFirst(event) {
  if (event.origin !== APP) return;
  window.removeEventListener('message', onFirst);
  worker.addEventListener('message', (reply) => show(reply.data)); //~ ok listener-in-handler: the handler removes itself
});

window.addEventListener(
  'message',
  (event) => {
    if (event.origin !== APP) return;
    worker.addEventListener('message', (reply) => show(reply.data)); //~ ok listener-in-handler: the handler runs once
  },
  { once: true },
);

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const port = event.ports[0];
  port.addEventListener('message', (reply) => show(reply.data)); //~ ok listener-in-handler: each message brings a port of its own
  port.start();
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const search = new Worker('/search.js');
  search.addEventListener('message', (reply) => show(reply.data)); //~ ok listener-in-handler: each message makes a worker of its own
  search.postMessage(event.data);
});
