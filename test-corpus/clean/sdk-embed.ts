// An SDK that puts a widget into the customer's page and talks to it.
export interface WidgetOptions {
  container: HTMLElement;
  apiKey: string;
  origin?: string;
  onResize?: (height: number) => void;
  onError?: (error: Error) => void;
}

const DEFAULT_ORIGIN = 'https://widget.example.com';

type Incoming =
  | { source: 'example-widget'; type: 'ready' }
  | { source: 'example-widget'; type: 'resize'; height: number }
  | { source: 'example-widget'; type: 'error'; text: string };

function isIncoming(data: unknown): data is Incoming {
  return typeof data === 'object' && data !== null && (data as Incoming).source === 'example-widget';
}

export class Widget {
  private readonly frame: HTMLIFrameElement;
  private readonly origin: string;
  private ready = false;

  constructor(private readonly options: WidgetOptions) {
    this.origin = new URL(options.origin ?? DEFAULT_ORIGIN).origin;
    this.frame = document.createElement('iframe');
    this.frame.title = 'Example widget';
    this.frame.src = `${this.origin}/embed`;
    window.addEventListener('message', this.receive);
    options.container.append(this.frame);
  }

  destroy(): void {
    window.removeEventListener('message', this.receive);
    this.frame.remove();
  }

  send(type: string, payload: unknown): void {
    if (!this.ready) throw new Error('the widget is not ready');
    this.frame.contentWindow?.postMessage({ source: 'example-sdk', type, payload }, this.origin);
  }

  private readonly receive = (event: MessageEvent): void => {
    if (event.origin !== this.origin || event.source !== this.frame.contentWindow) return;
    if (!isIncoming(event.data)) return;
    switch (event.data.type) {
      case 'ready':
        this.ready = true;
        this.send('configure', { apiKey: this.options.apiKey });
        break;
      case 'resize': {
        const height = Math.min(Number(event.data.height), 2000);
        this.frame.style.height = `${height}px`;
        this.options.onResize?.(height);
        break;
      }
      case 'error':
        this.options.onError?.(new Error(String(event.data.text)));
        break;
    }
  };
}
