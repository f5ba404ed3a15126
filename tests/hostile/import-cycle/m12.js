import { b } from './m13.js'; export { b };
