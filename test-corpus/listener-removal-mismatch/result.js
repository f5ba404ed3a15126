// What addEventListener gives is not the listener.
import { subscribe } from './bus';

export function watch(onUpdate) {
  const unlisten = window.addEventListener('message', onUpdate);
  return () => window.removeEventListener('message', unlisten); //~ listener-removal-mismatch `unlisten`
}

export class Feed {
  open() {
    this.added = this.port.addEventListener('message', this.read);
    this.listener = (event) => this.read(event);
    this.port.addEventListener('message', this.listener);
  }

  close() {
    this.port.removeEventListener('message', this.listener); //~ ok listener-removal-mismatch: the function that was added
  }
}

let later;

export function stop() {
  removeEventListener('message', later); //~ ok listener-removal-mismatch: start() sets it
}

export function start() {
  later = (event) => {
    if (event.origin === location.origin) document.title = String(event.data);
  };
  addEventListener('message', later);
}

export function follow(onUpdate) {
  const unlisten = subscribe('message', onUpdate);
  return () => window.removeEventListener('message', unlisten); //~ ok listener-removal-mismatch: what a function out of sight gives
}
