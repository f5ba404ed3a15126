// A store for offline work, filled by a frame, and places that look like one.
import AsyncStorage from '@react-native-async-storage/async-storage';
import { z } from 'zod';

declare const db: IDBDatabase;
const FRAME = 'https://frame.example.com';
const Note = z.object({ id: z.number(), text: z.string().max(500) });
const cache = new Map<string, unknown>();

class Sync {
  private readonly store = () => db.transaction('notes', 'readwrite').objectStore('notes');

  start() {
    window.addEventListener('message', this.onMessage);
  }

  private onMessage = (event: MessageEvent) => {
    if (event.origin !== FRAME) return;
    switch (event.data.type) {
      case 'note':
        this.store().put(event.data.note); //~ message-to-storage `this.store().put(event.data.note)` low auditor
        break;
      case 'copy':
        this.store().add({ ...event.data.note, at: Date.now() }); //~ message-to-storage `this.store().add({ ...event.data.note, at: Date.now() })` low auditor
        break;
      case 'checked':
        this.store().put(Note.parse(event.data.note)); //~ ok message-to-storage: parsed by a schema
        break;
      case 'mobile':
        void AsyncStorage.setItem('note', event.data.text); //~ message-to-storage `AsyncStorage.setItem('note', event.data.text)` low auditor
        break;
      case 'extension':
        chrome.storage.local.set({ note: event.data.text }); //~ message-to-storage `chrome.storage.local.set({ note: event.data.text })` low auditor
        break;
      case 'cookie':
        void cookieStore.set('note', event.data.text); //~ message-to-storage `cookieStore.set('note', event.data.text)` low auditor
        break;
      case 'memory':
        cache.set(event.data.id, event.data.note); //~ ok message-to-storage: a map in memory
        break;
    }
  };
}

new Sync().start();

const worker = new Worker('/store.js');
worker.onmessage = (event) => {
  localStorage.setItem('index', event.data.index); //~ ok message-to-storage: a worker of the page made it
};

const mine = new MessageChannel();
mine.port1.onmessage = (event) => {
  sessionStorage.setItem('answer', event.data); //~ ok message-to-storage: the other end of the channel is known
};
void mine.port2;
