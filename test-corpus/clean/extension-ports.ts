// A browser extension: a content script, its background page and a native host.
import browser, { type Runtime } from 'webextension-polyfill';

const tabs = new Map<number, Runtime.Port>();

browser.runtime.onConnect.addListener((port) => {
  const id = port.sender?.tab?.id;
  if (port.name !== 'content' || id === undefined) return;
  tabs.set(id, port);
  port.onMessage.addListener((message) => count(id, message as { words: number }));
  port.onDisconnect.addListener(() => tabs.delete(id));
});

browser.runtime.onMessage.addListener((message: unknown, sender) => {
  if (sender.id !== browser.runtime.id) return undefined;
  return Promise.resolve({ received: typeof message });
});

const native = browser.runtime.connectNative('com.example.words');
native.onMessage.addListener((message) => console.debug(message));

function count(tab: number, { words }: { words: number }): void {
  native.postMessage({ tab, words });
  tabs.get(tab)?.postMessage({ type: 'counted' });
}
