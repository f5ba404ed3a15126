import { b } from './m10.js'; export { b };
