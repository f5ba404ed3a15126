import { b } from './m18.js'; export { b };
