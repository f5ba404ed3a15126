import { b } from './m14.js'; export { b };
