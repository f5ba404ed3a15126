// The same through defaults, helpers and fields.
enum Host {
  Partner = 'http://partner.example.org', //~ insecure-target-origin `'http://partner.example.org'`
  App = 'https://app.example.com',
}

export function select(target: Window, row: unknown, origin = 'http://grid.example.com'): void { //~ insecure-target-origin `'http://grid.example.com'`
  target.postMessage({ type: 'select', row }, origin);
}

export function toPartner(row: unknown): void {
  window.opener.postMessage({ type: 'row', row }, Host.Partner);
}

export function toApp(row: unknown): void {
  window.opener.postMessage({ type: 'row', row }, Host.App); //~ ok insecure-target-origin: the other member of the enum
}

function origin(): string {
  return 'http://' + 'shop.example.com'; //~ insecure-target-origin `'http://' + 'shop.example.com'`
}

export class Shop {
  private readonly line = new MessageChannel();

  constructor(private readonly popup: Window) {}

  order(items: string[]): void {
    this.popup.postMessage({ type: 'order', items }, origin());
  }

  close(): void {
    this.line.port1.close();
  }
}

export function toPort(port: MessagePort, address: string): void {
  port.postMessage({ address: 'http://partner.example.org', from: address }); //~ ok insecure-target-origin: an address in a message
}
