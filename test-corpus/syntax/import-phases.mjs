import defer * as later from './later.js';
import source wasm from './module.wasm';
export * as all from './all.js';
export { default } from './default.js';
export { 'string name' as renamed } from './names.js';
import { 'other name' as other } from './names.js';
export default other;
