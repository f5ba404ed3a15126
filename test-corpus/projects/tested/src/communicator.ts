// What talks to the host page. A test replaces the check, the application does not.
type Callback = (response: unknown) => void;

export class Communicator {
  private callbacks = new Map<string, Callback>();

  constructor(private readonly host: string) {
    window.addEventListener('message', this.onMessage); //~ ok missing-origin-check: only the test has a check that lets everybody through
  }

  isValid = (event: MessageEvent): boolean => event.origin === this.host && event.source === window.parent;

  private onMessage = (event: MessageEvent): void => {
    if (!this.isValid(event)) return;
    this.callbacks.get(event.data.id)?.(event.data);
  };

  send(id: string, body: object): Promise<unknown> {
    window.parent.postMessage({ id, ...body }, this.host);
    return new Promise((resolve) => this.callbacks.set(id, resolve));
  }
}
