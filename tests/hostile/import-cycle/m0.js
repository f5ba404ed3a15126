import { b } from './m1.js'; export { b };
