// Remote calls over one worker: each call must end its own listener.
import { show } from './view';

const APP = 'https://app.example.com';

export class Relay {
  private readonly worker = new Worker('/rpc.js');
  private readonly ended = new AbortController();

  constructor() {
    window.addEventListener('message', this.onRequest);
    window.addEventListener('message', this.onQuery);
    window.addEventListener('message', this.onCommand);
  }

  private onRequest = (event: MessageEvent): void => {
    if (event.origin !== APP) return;
    this.worker.addEventListener('message', this.reply.bind(this)); //~ listener-in-handler `this.worker.addEventListener('message', this.reply.bind(this))` medium
    this.worker.postMessage(event.data);
  };

  private onQuery = (event: MessageEvent): void => {
    if (event.origin !== APP) return;
    const { signal } = this.ended;
    this.worker.addEventListener('message', (reply) => show(reply.data), { signal }); //~ ok listener-in-handler: ends with the signal
    this.worker.postMessage(event.data);
  };

  private onCommand = (event: MessageEvent): void => {
    if (event.origin !== APP) return;
    if (event.data.type === 'watch') this.watch();
  };

  private watch(): void {
    this.worker.addEventListener('message', (reply) => show([reply.data, Date.now()])); //~ listener-in-handler `this.worker.addEventListener('message', (reply) => show([reply.data, Date.now()]))`
  }

  private reply(event: MessageEvent): void {
    show(event.data);
  }
}

const socket = new WebSocket('wss://live.example.com/');
const feed = new EventSource('/feed');

socket.onmessage = (event) => {
  feed.addEventListener('message', (next) => show([event.data, next.data])); //~ listener-in-handler `feed.addEventListener('message', (next) => show([event.data, next.data]))`
};

socket.addEventListener('message', () => {
  feed.onmessage = (next) => show(next.data); //~ ok listener-in-handler: an assignment replaces the listener before
});

feed.onmessage = () => {
  setTimeout(() => {
    socket.addEventListener('message', (event) => show(event.data)); //~ listener-in-handler `socket.addEventListener('message', (event) => show(event.data))`
  }, 1000);
};

const port = new SharedWorker('/rpc.js').port;

port.onmessage = (event) => {
  const replies = event.ports[0]!;
  socket.addEventListener('message', (next) => replies.postMessage(next.data)); //~ listener-in-handler `socket.addEventListener('message', (next) => replies.postMessage(next.data))`
};

socket.addEventListener('open', () => {
  socket.addEventListener('message', (event) => show(event.data)); //~ ok listener-in-handler: a connection opens once
});

export function connect(worker: Worker): void {
  worker.addEventListener('message', (event) => show(event.data)); //~ ok listener-in-handler: not in a handler
}

const requests = new BroadcastChannel('requests');

requests.addEventListener('message', (request) => {
  requests.addEventListener('message', (answer) => show([request.data, answer.data])); //~ listener-in-handler `requests.addEventListener('message', (answer) => show([request.data, answer.data]))`
});
