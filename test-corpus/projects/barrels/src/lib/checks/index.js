export { isWidget as accept } from './widget.js';
export * from './loose.js';
