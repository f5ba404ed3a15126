import { b } from './m5.js'; export { b };
