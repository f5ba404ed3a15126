import { b } from './m8.js'; export { b };
