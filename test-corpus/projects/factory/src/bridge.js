const DEFAULTS = { targetOrigin: '*', check: () => true }; //~ wildcard-sensitive-data `'*'` high

export function createBridge(frame, options = {}) {
  const { targetOrigin, check } = { ...DEFAULTS, ...options };
  const listeners = new Map();
  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || !check(event.origin)) return;
    listeners.get(event.data.type)?.(event.data.payload);
  });
  return {
    on(type, listener) {
      listeners.set(type, listener);
    },
    send(payload) {
      frame.contentWindow.postMessage(payload, targetOrigin);
    },
  };
}
