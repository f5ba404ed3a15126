import { b } from './m2.js'; export { b };
