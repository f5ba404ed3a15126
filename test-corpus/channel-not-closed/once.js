// Functions and methods that one call names, and those that run again only because what they made has ended.
import { show, reload } from './view';

const lock = async () => {
  const channel = new BroadcastChannel('lock'); //~ ok channel-not-closed: called once, by the file itself
  channel.onmessage = (event) => show(event.data);
  channel.postMessage('looking');
};
lock();

class Driver {
  start() {
    this.socket = new WebSocket('wss://example.com/driver'); //~ ok channel-not-closed: there is one driver, started once
    this.socket.onmessage = (event) => show(event.data);
  }

  reset() {
    this.feed = new EventSource('/feed'); //~ channel-not-closed `new EventSource('/feed')` low
    this.feed.onmessage = (event) => show(event.data);
  }
}

const driver = new Driver();
driver.start();
document.querySelector('button').addEventListener('click', () => driver.reset());

function connect() {
  const socket = new WebSocket('wss://example.com/live'); //~ ok channel-not-closed: made anew once it was closed
  socket.onmessage = (event) => show(event.data);
  socket.addEventListener('close', () => setTimeout(connect, 1000));
}
connect();

function refresh() {
  const socket = new WebSocket('wss://example.com/numbers'); //~ channel-not-closed `new WebSocket('wss://example.com/numbers')` low
  socket.onmessage = (event) => {
    show(event.data);
    setTimeout(refresh, 1000);
  };
  socket.onclose = () => show('closed');
}
refresh();

function watch() {
  const source = new EventSource('/changes'); //~ channel-not-closed `new EventSource('/changes')` low
  source.onmessage = () => reload();
  source.onerror = () => setTimeout(watch, 1000);
}
watch();
