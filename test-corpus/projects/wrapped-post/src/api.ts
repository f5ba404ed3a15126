// The class that applications extend: it posts through another file, whose function it is given from.
import comms from './comms';

export default class Api {
  private readonly comms = comms;
  private readonly origin: string;

  constructor(options: { origin?: string } = {}) {
    this.origin = options.origin || '*'; //~ missed wildcard-target-origin `'*'`: the method that hands it on mentions no messaging word itself
    window.addEventListener('message', (event) => this.receive(event));
  }

  protected send(action: string, payload?: object): void {
    this.comms.toHost({ action, payload }, this.origin);
  }

  private receive(event: MessageEvent): void {
    if (event.source !== window.parent || event.origin !== this.origin) return;
    console.debug(event.data);
  }
}
