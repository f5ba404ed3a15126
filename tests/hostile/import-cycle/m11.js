import { b } from './m12.js'; export { b };
