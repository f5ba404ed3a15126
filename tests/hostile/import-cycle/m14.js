import { b } from './m15.js'; export { b };
