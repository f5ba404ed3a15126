type Listener = (payload: any) => void;

class Bus {
  private static instance: Bus | undefined;
  private readonly listeners: Listener[] = [];

  static get(): Bus {
    if (!Bus.instance) Bus.instance = new Bus();
    return Bus.instance;
  }

  private constructor() {
    window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
      for (const listener of this.listeners) listener(event.data);
    });
  }

  subscribe(listener: Listener) {
    this.listeners.push(listener);
  }
}

export default Bus.get();
