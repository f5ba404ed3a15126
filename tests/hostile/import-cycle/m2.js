import { b } from './m3.js'; export { b };
