// Kept in a field that is empty until the listener is added, and removed from the other phase.
const APP = 'https://app.example.com';

export const receiver = {
  open() {
    this.heard = this.hear.bind(this);
    window.addEventListener('message', this.heard, true);
  },
  close() {
    window.removeEventListener('message', this.heard, false); //~ listener-removal-mismatch `this.heard` medium
  },
  hear(event) {
    if (event.origin === APP) console.info(event.data);
  },
};

export class Panel {
  private heard: ((event: MessageEvent) => void) | null = null;

  show() {
    this.heard = (event) => {
      if (event.origin === APP) console.info(event.data);
    };
    window.addEventListener('message', this.heard, { capture: true });
  }

  hide() {
    if (this.heard) window.removeEventListener('message', this.heard); //~ listener-removal-mismatch `this.heard`
    this.heard = null;
  }
}

export class Sidebar {
  private heard: ((event: MessageEvent) => void) | null = null;

  show() {
    this.heard = (event) => {
      if (event.origin === APP) console.info(event.data);
    };
    window.addEventListener('message', this.heard, { capture: true });
  }

  hide() {
    if (this.heard) window.removeEventListener('message', this.heard, true); //~ ok listener-removal-mismatch: the phase that it was added for
    this.heard = null;
  }
}

let current: ((event: MessageEvent) => void) | undefined;

export function start(render: (text: string) => void) {
  current = (event) => {
    if (event.origin === APP) render(String(event.data));
  };
  window.addEventListener('message', current, true);
}

export function stop() {
  window.removeEventListener('message', current!); //~ listener-removal-mismatch `current`
  current = undefined;
}

let latest: ((event: MessageEvent) => void) | undefined;

export function follow(render: (text: string) => void) {
  latest = (event) => {
    if (event.origin === APP) render(String(event.data));
  };
  window.addEventListener('message', latest);
}

export function unfollow() {
  if (latest) window.removeEventListener('message', latest, false); //~ ok listener-removal-mismatch: what is not there is not removed either
  latest = undefined;
}

export default {
  mounted() {
    this.onMessage = this.receive.bind(this);
    window.addEventListener('message', this.onMessage, true);
  },
  beforeUnmount() {
    window.removeEventListener('message', this.onMessage); //~ listener-removal-mismatch `this.onMessage`
  },
  methods: {
    receive(event) {
      if (event.origin === APP) this.text = event.data;
    },
  },
};
