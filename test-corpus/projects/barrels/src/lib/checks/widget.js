import { STATIC } from '../origins.js';

export function isWidget(origin) {
  return STATIC.has(origin);
}
