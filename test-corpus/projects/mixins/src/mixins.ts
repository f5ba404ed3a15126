type Constructor<T = {}> = new (...args: any[]) => T;

export function Listening<B extends Constructor<{ receive(data: any): void; accepts(origin: string): boolean }>>(Base: B) {
  return class extends Base {
    connected() {
      window.addEventListener('message', (event) => { //~ ok missing-origin-check: the class that it is mixed into decides
        if (this.accepts(event.origin)) this.receive(event.data);
      });
    }
  };
}
