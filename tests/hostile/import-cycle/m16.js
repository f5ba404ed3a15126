import { b } from './m17.js'; export { b };
