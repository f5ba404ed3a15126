export * from './m0.js';
export * from './m1.js';
export * from './m2.js';
export * from './m3.js';
