export * from './checks/index.js';
export * as origins from './origins.js';
export { Frame as default } from './frame.js';
