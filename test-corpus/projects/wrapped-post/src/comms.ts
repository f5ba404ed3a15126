export default {
  toHost(message: unknown, origin: string, host: Window = window.parent): void {
    if (host && host !== window) host.postMessage(message, origin);
  },
};
