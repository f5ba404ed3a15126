import { b } from './m11.js'; export { b };
