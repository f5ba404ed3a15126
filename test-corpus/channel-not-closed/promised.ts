// One channel for as long as the page lives: whoever waits for the promise has its port.
let connected: Promise<MessagePort> | undefined;

const connect = (scope: string, onMessage: (event: MessageEvent) => void): Promise<MessagePort> =>
  connected ??
  (connected = new Promise((resolve) => {
    const channel = new MessageChannel(); //~ ok channel-not-closed: the port is what the promise is for
    channel.port1.onmessage = (event) => {
      if (event.data === 'accepted') return resolve(channel.port1);
      onMessage(event);
    };
    window.postMessage({ kind: 'offer', scope }, location.origin, [channel.port2]);
  }));

const ask = (question: string): Promise<string> =>
  new Promise((resolve) => {
    const channel = new MessageChannel(); //~ channel-not-closed `new MessageChannel()`
    channel.port1.onmessage = (event) => resolve(event.data.answer);
    window.postMessage({ kind: 'question', question }, location.origin, [channel.port2]);
  });

export function messenger(scope: string, onMessage: (event: MessageEvent) => void) {
  const port = connect(scope, onMessage);
  return {
    send: async (message: unknown) => (await port).postMessage(message),
    ask: (question: string) => ask(question),
  };
}
