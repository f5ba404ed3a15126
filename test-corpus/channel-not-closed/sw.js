// A service worker that asks its pages.
self.addEventListener('fetch', (event) => {
  event.respondWith(respond(event));
});

async function respond(event) {
  const client = await self.clients.get(event.clientId);
  if (!client) return fetch(event.request);
  const answer = await send(client, { type: 'REQUEST', method: event.request.method });
  return answer.mock ? new Response(answer.mock) : fetch(event.request);
}

function send(client, message) {
  return new Promise((resolve, reject) => {
    const channel = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
    channel.port1.onmessage = (event) => {
      if (event.data && event.data.error) return reject(event.data.error);
      resolve(event.data);
    };
    client.postMessage(message, [channel.port2]);
  });
}

self.addEventListener('notificationclick', () => {
  const channel = new BroadcastChannel('clicks'); //~ ok channel-not-closed: nothing listens to it, so it is collected
  channel.postMessage('clicked');
});

self.addEventListener('notificationclose', () => {
  const channel = new BroadcastChannel('clicks'); //~ ok channel-not-closed: closed when the message is out
  channel.postMessage('closed');
  channel.close();
});
