export { listen } from './listen';
export type { Options } from './listen';
