// Tabs of one origin keep each other up to date.
const session = new BroadcastChannel('session');
session.onmessage = ({ data }) => { //~ missing-messageerror-handler `session.onmessage` low
  if (data === 'signed-out') location.reload();
};

const cart = new BroadcastChannel('cart');
cart.addEventListener('message', ({ data }) => render(data)); //~ missing-messageerror-handler `cart.addEventListener('message', ({ data }) => render(data))` low
cart.addEventListener('message', ({ data }) => console.debug(data)); // one finding for each channel is enough

const settings = new BroadcastChannel('settings');
settings.addEventListener('message', ({ data }) => render(data)); //~ ok missing-messageerror-handler: handled on the next line
settings.addEventListener('messageerror', () => console.warn('settings of another version'));

const presence = new BroadcastChannel('presence');
presence.onmessage = ({ data }) => render(data); //~ ok missing-messageerror-handler: handled by the function below
watch(presence);

function watch(channel) {
  channel.onmessageerror = () => console.warn(`${channel.name}: a message was lost`);
}

const pings = new BroadcastChannel('pings');
pings.postMessage('here'); //~ ok missing-messageerror-handler: nothing is read

export const shared = new BroadcastChannel('shared');
shared.onmessage = ({ data }) => render(data); //~ ok missing-messageerror-handler: other files have it

const feed = new EventSource('/feed');
feed.onmessage = ({ data }) => render(data); //~ ok missing-messageerror-handler: text is always decoded

const socket = new WebSocket('wss://example.com/live');
socket.onmessage = ({ data }) => render(data); //~ ok missing-messageerror-handler: nothing is cloned here

function render(data) {
  document.title = `${data.count} items`;
}
