// A transport that answers several messages, keeps its parent's window, and passes requests of its children on.
class Transport {
  constructor(settings) {
    this.settings = settings;
    this.children = [];
    this.messages = {
      ready: { handle: this.onReady.bind(this) },
      request: { handle: this.onRequest.bind(this) },
      accepted: { handle: this.onAccepted.bind(this) },
    };
    window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
      const data = event.data && event.data.core;
      if (!data || !this.messages[data.type]) return;
      this.messages[data.type].handle(event);
    });
  }

  onReady(event) {
    this.parent = event.source;
  }

  onRequest(event) {
    const data = event.data.core;
    if (!data.clientId) {
      return this.reject(event.source, event.origin);
    }
    if (!this.parent) { //~ ok weak-origin-check: whether there was a message before, no question of who sends this one
      return this.reject(event.source, event.origin);
    }
    this.children.push({ id: data.clientId, source: event.source, origin: event.origin });
  }

  onAccepted(event) {
    const data = event.data.core;
    if (this.connecting || this.connected) return; //~ ok weak-origin-check: a state of the transport
    if (data.clientId === this.settings.id) {
      this.connected = true;
      this.app = data.appName;
    }
  }

  reject(source, origin) {
    this.rejected = true;
    source.postMessage({ core: { type: 'rejected' } }, origin);
  }
}

export const transport = new Transport(window.settings);
