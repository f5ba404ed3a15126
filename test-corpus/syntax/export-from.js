export v from './v';
export * as ns, { x } from './x';
