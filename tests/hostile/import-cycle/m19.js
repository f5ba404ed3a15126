import { b } from './m0.js'; export { b };
