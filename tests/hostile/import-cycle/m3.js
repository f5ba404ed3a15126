import { b } from './m4.js'; export { b };
