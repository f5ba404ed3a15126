// What talks to the host page, with the check that whoever sets it up gives it.
type Callback = (response: unknown) => void;
type Check = (event: MessageEvent) => boolean;

export class Communicator {
  private callbacks = new Map<string, Callback>();
  public last: unknown = null;

  constructor(private readonly host: string, private readonly isValid: Check) {
    window.addEventListener('message', this.onMessage); //~ ok missing-origin-check: only the test lets everybody through
  }

  private onMessage = (event: MessageEvent): void => {
    if (!this.isValid(event)) return;
    this.last = event.data;
    this.callbacks.get(event.data.id)?.(event.data);
  };

  send(id: string, body: object): Promise<unknown> {
    window.parent.postMessage({ id, ...body }, this.host);
    return new Promise((resolve) => this.callbacks.set(id, resolve));
  }
}
