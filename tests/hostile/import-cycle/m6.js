import { b } from './m7.js'; export { b };
