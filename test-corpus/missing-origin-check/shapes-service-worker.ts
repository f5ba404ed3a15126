/// <reference lib="webworker" />
// A service worker's script: its clients have its own origin.
import { prepare } from './compute';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('message', (event) => {
  prepare(event.data); //~ ok missing-origin-check: clients of the worker's own origin
});

self.addEventListener('install', () => self.skipWaiting());
