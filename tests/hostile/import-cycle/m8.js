import { b } from './m9.js'; export { b };
