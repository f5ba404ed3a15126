// A WebSocket that connects again until it is told to stop.
export class LiveClient {
  private socket: WebSocket | null = null;
  private attempts = 0;
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly url: string, private readonly onEvent: (event: unknown) => void) {}

  connect(): void {
    const socket = new WebSocket(this.url);
    socket.addEventListener('open', () => {
      this.attempts = 0;
      socket.send(JSON.stringify({ type: 'hello' }));
    });
    socket.addEventListener('message', (event) => this.onEvent(JSON.parse(event.data)));
    socket.addEventListener('close', () => this.retry());
    this.socket = socket;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket?.close(1000, 'stopped');
    this.socket = null;
  }

  private retry(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => this.connect(), Math.min(30_000, 500 * 2 ** this.attempts++));
  }
}
