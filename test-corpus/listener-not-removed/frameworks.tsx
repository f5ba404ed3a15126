// Where frameworks and libraries of hooks run what sets a component up, besides those that every project has.
import { AfterViewInit, Component, ElementRef, OnDestroy, ViewChild } from '@angular/core';
import { component$, useSignal, useVisibleTask$ } from '@builder.io/qwik';
import { useEffectOnce, useMount, useUnmount } from 'react-use';
import { useDidMount, useWillUnmount } from 'rooks';
import { LitElement, html } from 'lit';
import { onActivated, onBeforeMount, onBeforeUnmount, onDeactivated, ref } from 'vue';

const APP = 'https://app.example.com';

export function useTheme(apply: (name: string) => void): void {
  useMount(() => {
    window.addEventListener('message', ({ origin, data }) => origin === APP && apply(String(data.theme))); //~ listener-not-removed `window.addEventListener('message', ({ origin, data }) => origin === APP && apply(String(data.theme)))` medium
  });
}

export function useTidyTheme(apply: (name: string) => void): void {
  const onTheme = ({ origin, data }: MessageEvent) => origin === APP && apply(String(data.theme));
  useMount(() => window.addEventListener('message', onTheme)); //~ ok listener-not-removed: removed by useUnmount
  useUnmount(() => window.removeEventListener('message', onTheme));
}

export function useLocale(apply: (name: string) => void): void {
  useEffectOnce(() => {
    const onLocale = ({ origin, data }: MessageEvent) => origin === APP && apply(String(data.locale));
    window.addEventListener('message', onLocale); //~ listener-not-removed `window.addEventListener('message', onLocale)`
  });
}

export function useTidyLocale(apply: (name: string) => void): void {
  useEffectOnce(() => {
    const onTidyLocale = ({ origin, data }: MessageEvent) => origin === APP && apply(String(data.locale));
    window.addEventListener('message', onTidyLocale); //~ ok listener-not-removed: the effect hands back what removes it
    return () => window.removeEventListener('message', onTidyLocale);
  });
}

export function useZoom(apply: (factor: number) => void): void {
  useDidMount(() => {
    window.addEventListener('message', ({ origin, data }) => origin === APP && apply(Number(data.zoom))); //~ listener-not-removed `window.addEventListener('message', ({ origin, data }) => origin === APP && apply(Number(data.zoom)))`
  });
}

export function useTidyZoom(apply: (factor: number) => void): void {
  const onZoom = ({ origin, data }: MessageEvent) => origin === APP && apply(Number(data.zoom));
  useDidMount(() => window.addEventListener('message', onZoom)); //~ ok listener-not-removed: removed by useWillUnmount
  useWillUnmount(() => window.removeEventListener('message', onZoom));
}

export function useCart() {
  const items = ref(0);
  onBeforeMount(() => {
    window.addEventListener('message', ({ origin, data }) => { //~ listener-not-removed `window.addEventListener('message', ({ origin, data }) => {…`
      if (origin === APP) items.value = Number(data.items);
    });
  });
  return items;
}

export function useTidyCart() {
  const items = ref(0);
  const onCart = ({ origin, data }: MessageEvent) => {
    if (origin === APP) items.value = Number(data.items);
  };
  onBeforeMount(() => window.addEventListener('message', onCart)); //~ ok listener-not-removed: removed when the component is unmounted
  onBeforeUnmount(() => window.removeEventListener('message', onCart));
  return items;
}

// A component that is kept alive appears again and again.
export function useTab() {
  const tab = ref('');
  const onTab = ({ origin, data }: MessageEvent) => {
    if (origin === APP) tab.value = String(data.tab);
  };
  onActivated(() => window.addEventListener('message', (event) => onTab(event))); //~ listener-not-removed `window.addEventListener('message', (event) => onTab(event))`
  return tab;
}

export function useTidyTab() {
  const tab = ref('');
  const onTidyTab = ({ origin, data }: MessageEvent) => {
    if (origin === APP) tab.value = String(data.tab);
  };
  onActivated(() => window.addEventListener('message', onTidyTab)); //~ ok listener-not-removed: removed when the tab is left
  onDeactivated(() => window.removeEventListener('message', onTidyTab));
  return tab;
}

export const keptAlive = {
  data: () => ({ rows: 0 }),
  activated(): void {
    window.addEventListener('message', onRows); //~ listener-not-removed `window.addEventListener('message', onRows)`
  },
};

function onRows({ origin, data }: MessageEvent): void {
  if (origin === APP) document.title = `${Number(data.rows)} rows`;
}

export const tidyKeptAlive = {
  activated(): void {
    window.addEventListener('message', onColumns); //~ ok listener-not-removed: removed by deactivated
  },
  deactivated(): void {
    window.removeEventListener('message', onColumns);
  },
};

function onColumns({ origin, data }: MessageEvent): void {
  if (origin === APP) document.title = `${Number(data.columns)} columns`;
}

export const Price = component$(() => {
  const price = useSignal(0);
  useVisibleTask$(() => {
    window.addEventListener('message', ({ origin, data }) => { //~ listener-not-removed `window.addEventListener('message', ({ origin, data }) => {…`
      if (origin === APP) price.value = Number(data.price);
    });
  });
  return <b>{price.value}</b>;
});

export const TidyPrice = component$(() => {
  const price = useSignal(0);
  useVisibleTask$(({ cleanup }) => {
    const onPrice = ({ origin, data }: MessageEvent) => {
      if (origin === APP) price.value = Number(data.price);
    };
    window.addEventListener('message', onPrice); //~ ok listener-not-removed: the task cleans up
    cleanup(() => window.removeEventListener('message', onPrice));
  });
  return <b>{price.value}</b>;
});

@Component({ selector: 'app-chart', template: '<iframe #chart></iframe>' })
export class ChartComponent implements AfterViewInit {
  @ViewChild('chart') chart!: ElementRef<HTMLIFrameElement>;

  ngAfterViewInit(): void {
    window.addEventListener('message', (event) => this.onChart(event)); //~ listener-not-removed `window.addEventListener('message', (event) => this.onChart(event))`
  }

  private onChart({ origin, data }: MessageEvent): void {
    if (origin === APP) this.chart.nativeElement.height = String(Number(data.height));
  }
}

@Component({ selector: 'app-map', template: '<iframe #map></iframe>' })
export class MapComponent implements AfterViewInit, OnDestroy {
  @ViewChild('map') map!: ElementRef<HTMLIFrameElement>;

  ngAfterViewInit(): void {
    window.addEventListener('message', this.onMap); //~ ok listener-not-removed: removed with the component
  }

  ngOnDestroy(): void {
    window.removeEventListener('message', this.onMap);
  }

  private readonly onMap = ({ origin, data }: MessageEvent): void => {
    if (origin === APP) this.map.nativeElement.height = String(Number(data.height));
  };
}

export class PlayerElement extends LitElement {
  override firstUpdated(): void {
    window.addEventListener('message', ({ origin, data }) => { //~ listener-not-removed `window.addEventListener('message', ({ origin, data }) => {…`
      if (origin === APP) this.title = String(data.title);
    });
  }

  override render() {
    return html`<slot></slot>`;
  }
}

export class TidyPlayerElement extends LitElement {
  override firstUpdated(): void {
    window.addEventListener('message', this.onPlayer); //~ ok listener-not-removed: removed with the element
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.onPlayer);
  }

  private readonly onPlayer = ({ origin, data }: MessageEvent): void => {
    if (origin === APP) this.title = String(data.title);
  };
}
