// Custom elements, Angular, Vue and Svelte.
import { onMount } from 'svelte';
import { onMounted, onUnmounted } from 'vue';
import { Component, OnDestroy, OnInit } from '@angular/core';

const APP = 'https://app.example.com';

class ChatWidget extends HTMLElement {
  connectedCallback(): void {
    window.addEventListener('message', this.onChat); //~ listener-not-removed `window.addEventListener('message', this.onChat)` medium
  }

  private onChat = (event: MessageEvent): void => {
    if (event.origin === APP) this.textContent = String(event.data);
  };
}

class TidyWidget extends HTMLElement {
  connectedCallback(): void {
    window.addEventListener('message', this); //~ ok listener-not-removed: removed with the element
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this);
  }

  handleEvent(event: MessageEvent): void {
    if (event.origin === APP) this.textContent = String(event.data);
  }
}

customElements.define('chat-widget', ChatWidget);
customElements.define('tidy-widget', TidyWidget);

@Component({ selector: 'app-login', template: '' })
export class LoginComponent implements OnInit {
  ngOnInit(): void {
    window.addEventListener('message', (event) => this.onLogin(event)); //~ listener-not-removed `window.addEventListener('message', (event) => this.onLogin(event))`
  }

  private onLogin(event: MessageEvent): void {
    if (event.origin === APP) document.title = String(event.data);
  }
}

@Component({ selector: 'app-logout', template: '' })
export class LogoutComponent implements OnInit, OnDestroy {
  private readonly ended = new AbortController();

  ngOnInit(): void {
    const onLogout = (event: MessageEvent) => event.origin === APP && (document.title = String(event.data));
    window.addEventListener('message', onLogout, { signal: this.ended.signal }); //~ ok listener-not-removed: aborted by ngOnDestroy
  }

  ngOnDestroy(): void {
    this.ended.abort();
  }
}

export function useMessages(show: (text: string) => void): void {
  onMounted(() => {
    window.addEventListener('message', (event) => event.origin === APP && show(String(event.data))); //~ listener-not-removed `window.addEventListener('message', (event) => event.origin === APP && show(String(event.data)))`
  });
}

export function useTidyMessages(show: (text: string) => void): void {
  const onTidy = (event: MessageEvent) => event.origin === APP && show(String(event.data));
  onMounted(() => window.addEventListener('message', onTidy)); //~ ok listener-not-removed: removed when the component is unmounted
  onUnmounted(() => window.removeEventListener('message', onTidy));
}

export function mountMessages(show: (text: string) => void): void {
  onMount(() => {
    const onSvelte = (event: MessageEvent) => event.origin === APP && show(String(event.data));
    window.addEventListener('message', onSvelte); //~ listener-not-removed `window.addEventListener('message', onSvelte)`
  });
}

export const options = {
  data: () => ({ text: '' }),
  mounted(): void {
    window.addEventListener('message', onOptions); //~ listener-not-removed `window.addEventListener('message', onOptions)`
  },
};

function onOptions(event: MessageEvent): void {
  if (event.origin === APP) document.title = String(event.data);
}

export const tidyOptions = {
  mounted(): void {
    window.addEventListener('message', onTidyOptions); //~ ok listener-not-removed: removed by beforeUnmount
  },
  beforeUnmount(): void {
    window.removeEventListener('message', onTidyOptions);
  },
};

function onTidyOptions(event: MessageEvent): void {
  if (event.origin === APP) document.title = String(event.data);
}

export function start(): void {
  window.addEventListener('message', onStart); //~ ok listener-not-removed: no hook, the page calls it once
}

function onStart(event: MessageEvent): void {
  if (event.origin === APP) document.title = String(event.data);
}

export class Live {
  private worker = new Worker('/live.js');

  connectedCallback(): void {
    this.worker.addEventListener('message', (event) => console.log(event.data)); //~ ok listener-not-removed: the worker goes with the element
  }
}
