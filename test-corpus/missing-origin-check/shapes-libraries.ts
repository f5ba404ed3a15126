// Svelte actions, Lit elements, goog.events, and listeners that only promise to resolve.
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';

const TRUSTED = 'https://app.example.com';

export function autosize(node: HTMLElement) {
  const onMessage = (event: MessageEvent) => {
    node.style.height = `${event.data.height}px`;
  };
  window.addEventListener('message', onMessage); //~ missing-origin-check `window.addEventListener('message', onMessage)` low pedantic
  return {
    destroy: () => window.removeEventListener('message', onMessage),
  };
}

export function trustedAutosize(node: HTMLElement, origin: string) {
  let expected = origin;
  const onMessage = (event: MessageEvent) => {
    if (event.origin !== expected) return; //~ ok missing-origin-check: the parameter of the action is compared
    node.style.height = `${event.data.height}px`;
  };
  window.addEventListener('message', onMessage);
  return {
    update: (next: string) => {
      expected = next;
    },
    destroy: () => window.removeEventListener('message', onMessage),
  };
}

@customElement('user-badge')
export class UserBadge extends LitElement {
  @state() private user = '';

  connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.onMessage); //~ missing-origin-check `window.addEventListener('message', this.onMessage)`
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.onMessage);
    super.disconnectedCallback();
  }

  private onMessage = (event: MessageEvent): void => {
    this.user = event.data.user;
  };

  render() {
    return html`<b>${this.user}</b>`;
  }
}

@customElement('trusted-badge')
export class TrustedBadge extends LitElement {
  @state() private user = '';

  connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this);
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this);
    super.disconnectedCallback();
  }

  handleEvent(event: MessageEvent): void {
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: the element is its own listener, and compares
    this.user = event.data.user;
  }

  render() {
    return html`<b>${this.user}</b>`;
  }
}

export function nextMessage(use: (data: unknown) => void): Promise<void> {
  return new Promise<unknown>((resolve) => {
    window.addEventListener('message', (event) => resolve(event.data), { once: true }); //~ missing-origin-check `window.addEventListener('message', (event) => resolve(event.data), { once: true })`
  }).then(use);
}

export function nextTrusted(use: (data: unknown) => void): Promise<void> {
  return new Promise<unknown>((resolve) => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: the promise waits for the trusted page
      window.removeEventListener('message', onMessage);
      resolve(event.data);
    };
    window.addEventListener('message', onMessage);
  }).then(use);
}
