// Routers of messages: by class, by table, by map, by global name.
type Message = { type: string; method: string; payload: unknown; id: number };

class Host {
  private open = false;

  constructor() {
    window.addEventListener('message', this.onMessage); //~ missing-origin-check `window.addEventListener('message', this.onMessage)` high
  }

  onMessage = (event: MessageEvent<Message>) => {
    const { method, payload } = event.data;
    (this as any)[method](payload); //~ message-to-dispatch `(this as any)[method]` high
  };

  show() {
    this.open = true;
  }
}

class Widget {
  handle(event: MessageEvent<Message>) {
    // @ts-expect-error handlers are named after the message
    this['on' + event.data.type]?.(event.data.payload); //~ message-to-dispatch `this['on' + event.data.type]` medium
  }

  onresize(payload: unknown) {
    console.debug(payload);
  }
}

const widget = new Widget();
window.addEventListener('message', widget.handle.bind(widget)); //~ missing-origin-check `window.addEventListener('message', widget.handle.bind(widget))` high
new Host();

const handlers: Record<string, (payload: unknown) => void> = {
  ready: () => document.body.classList.add('ready'),
  title: (payload) => {
    document.title = String(payload);
  },
};

function route(event: MessageEvent<Message>) {
  const handler = handlers[event.data.type];
  if (typeof handler === 'function') {
    handler(event.data.payload); //~ message-to-dispatch `handler` medium
  }
}

window.addEventListener('message', route); //~ missing-origin-check `window.addEventListener('message', route)` high

window.addEventListener('message', (event: MessageEvent<Message>) => {
  if (event.origin !== 'https://app.example.com') return;
  const callback = (window as any)[event.data.method];
  callback?.(event.data.payload); //~ message-to-dispatch `callback` low pedantic
});

//~v missing-origin-check `window.addEventListener('message', (event: MessageEvent<Message>) => {…`
window.addEventListener('message', (event: MessageEvent<Message>) => {
  if (!Object.hasOwn(handlers, event.data.type)) return;
  handlers[event.data.type](event.data.payload); //~ ok message-to-dispatch: tested to be one of the table's own
});

//~v missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Message>) => {…`
window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  const { type, payload } = data;
  if (Object.prototype.hasOwnProperty.call(handlers, type)) {
    handlers[type](payload); //~ ok message-to-dispatch: tested to be one of the table's own
  }
});

//~v missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Message>) => {…`
window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  type Name = keyof typeof handlers;
  if (data.type in handlers) handlers[data.type as Name](data.payload); //~ ok message-to-dispatch: a key of the program's own table
  else document.body.hidden = true;
});

const routes = Object.freeze({
  __proto__: null,
  save: (payload: unknown) => console.info('saved', payload),
  drop: () => console.info('dropped'),
}) as unknown as Record<string, (payload: unknown) => void>;

window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  routes[data.type]?.(data.payload); //~ ok message-to-dispatch: the table inherits nothing
});

const table = new Map<string, (payload: unknown) => void>();
table.set('title', (payload) => {
  document.title = String(payload);
});

//~v missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Message>) => {…` pedantic
window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  table.get(data.type)?.(data.payload); //~ ok message-to-dispatch: a Map has no names but those that were set
});

const pending: Record<number, (value: unknown) => void> = {};
let last = 0;

export function ask(question: string): Promise<unknown> {
  const id = ++last;
  window.parent.postMessage({ id, question }, 'https://app.example.com');
  return new Promise((resolve) => {
    pending[id] = resolve;
  });
}

window.addEventListener('message', ({ origin, data }: MessageEvent<Message>) => {
  if (origin !== 'https://app.example.com') return;
  pending[data.id](data.payload); //~ ok message-to-dispatch: one of the calls that are waiting
  delete pending[data.id];
});

const plugins = { chart: class Chart {}, grid: class Grid {} } as Record<string, new (options: unknown) => object>;
const mounted: object[] = [];

//~v missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Message>) => {…` high
window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  mounted.push(new plugins[data.type](data.payload)); //~ message-to-dispatch `plugins[data.type]` medium
});
