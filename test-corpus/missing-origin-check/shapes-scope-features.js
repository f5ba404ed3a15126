// A scope that is asked for in many places before something depends on it.
import { apply } from './settings.js';

function inWorker() {
  return typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope;
}

export const features = [
  { name: 'auth', background: inWorker() },
  { name: 'sync', background: inWorker() },
  { name: 'cache', background: inWorker() },
  { name: 'push', background: inWorker() },
  { name: 'crypto', background: inWorker() },
  { name: 'metrics', background: inWorker() },
  { name: 'search', background: inWorker() },
  { name: 'drafts', background: inWorker() },
  { name: 'media', background: inWorker() },
  { name: 'maps', background: inWorker() },
  { name: 'locale', background: inWorker() },
  { name: 'themes', background: inWorker() },
  { name: 'forms', background: inWorker() },
  { name: 'charts', background: inWorker() },
  { name: 'export', background: inWorker() },
  { name: 'import', background: inWorker() },
  { name: 'print', background: inWorker() },
  { name: 'share', background: inWorker() },
  { name: 'history', background: inWorker() },
  { name: 'undo', background: inWorker() },
  { name: 'macros', background: inWorker() },
  { name: 'plugins', background: inWorker() },
  { name: 'comments', background: inWorker() },
  { name: 'mentions', background: inWorker() },
  { name: 'labels', background: inWorker() },
  { name: 'filters', background: inWorker() },
  { name: 'groups', background: inWorker() },
  { name: 'roles', background: inWorker() },
  { name: 'audit', background: inWorker() },
  { name: 'billing', background: inWorker() },
];

const scope = inWorker() ? self : null;
scope?.addEventListener('message', (event) => apply(event.data)); //~ noise missing-origin-check `scope?.addEventListener('message', (event) => apply(event.data))`: a function without a messaging word is run 24 times at most, and then its answer is unknown

const page = inWorker() ? null : self;
page?.addEventListener('message', (event) => apply(event.data)); //~ missing-origin-check `page?.addEventListener('message', (event) => apply(event.data))`

export const title = () => document.title;
