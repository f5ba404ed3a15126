export interface MessengerOptions {
  origins?: readonly string[];
  validate?: (event: MessageEvent) => boolean;
  onRequest: (request: any, reply: (answer: unknown) => void) => void;
}

export class Messenger {
  private readonly options: Required<MessengerOptions>;

  constructor(options: MessengerOptions) {
    this.options = { origins: [], validate: () => true, ...options };
  }

  listen(): this {
    window.addEventListener('message', this.onMessage); //~ ok missing-origin-check: whether there is a check, the options say
    return this;
  }

  private readonly onMessage = (event: MessageEvent) => {
    const { origins, validate, onRequest } = this.options;
    if (origins.length > 0 && !origins.includes(event.origin)) return; //~ weak-origin-check `origins.includes(event.origin)` high witness=https://attacker.test
    if (!validate(event)) return;
    onRequest(event.data, (answer) => event.source?.postMessage(answer, { targetOrigin: event.origin }));
  };
}
