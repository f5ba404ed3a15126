import { b } from './m6.js'; export { b };
