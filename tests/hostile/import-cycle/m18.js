import { b } from './m19.js'; export { b };
