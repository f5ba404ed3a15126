// The origin of an address whose parameters come from the page's own: whose it is, the part in front of the `?` decides.
import { exchange } from './token';

interface Options {
  domain: string;
  clientId: string;
}

export class Client {
  private readonly base: string;

  constructor(private readonly options: Options) {
    this.base = /^https:/.test(options.domain) ? options.domain : `https://${options.domain}`;
  }

  private url(path: string): string {
    return `${this.base}${path}&client=${encodeURIComponent(this.options.clientId)}`;
  }

  private authorizeUrl(parameters: Record<string, string>): string {
    return this.url(`/authorize?${new URLSearchParams(parameters).toString()}`);
  }

  private async prepare(parameters: Record<string, string>) {
    return { url: this.authorizeUrl(parameters), state: parameters.state };
  }

  async login(): Promise<void> {
    const hint = new URLSearchParams(location.search).get('login_hint') ?? '';
    const prepared = await this.prepare({ login_hint: hint, state: crypto.randomUUID() });
    const popup = window.open(prepared.url);
    const expected = new URL(prepared.url).origin;
    window.addEventListener('message', (event) => {
      if (event.origin !== expected) return; //~ ok untrusted-expected-origin: the page's address gives a parameter behind the question mark
      popup?.close();
      exchange(event.data.code);
    });
  }

  async loginCompiled(): Promise<void> {
    const address = ''.concat(this.base).concat('/authorize?hint=', location.hash, '&client=').concat(this.options.clientId);
    const { origin, host } = new URL(address);
    console.debug('signing in at', host);
    window.addEventListener('message', (event) => {
      if (event.origin === origin) exchange(event.data.code); //~ ok untrusted-expected-origin: the same, as compilers write it
    });
  }

  async loginAtPath(): Promise<void> {
    const address = 'https://' + this.options.domain + location.search + '&client=' + this.options.clientId;
    const expected = new URL(address).origin;
    window.addEventListener('message', (event) => {
      if (event.origin === expected) exchange(event.data.code); //~ untrusted-expected-origin `event.origin === expected` medium
    });
  }

  async loginAtHost(): Promise<void> {
    const host = new URLSearchParams(location.search).get('host');
    const expected = new URL(`https://${host}/authorize?client=${this.options.clientId}`).origin;
    window.addEventListener('message', (event) => {
      if (event.origin !== expected) return; //~ untrusted-expected-origin `event.origin !== expected` medium
      exchange(event.data.code);
    });
  }

  async loginAtReturn(): Promise<void> {
    const address = new URL(`${this.base}/authorize?return=${location.search}`);
    const back = new URL(address.searchParams.get('return') ?? address.href).origin;
    window.addEventListener('message', (event) => {
      if (event.origin === back) exchange(event.data.code); //~ untrusted-expected-origin `event.origin === back` medium
    });
  }
}
