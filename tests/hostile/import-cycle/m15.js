import { b } from './m16.js'; export { b };
