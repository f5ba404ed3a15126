import { a } from './m0.js';
addEventListener('message', (e) => { if (a(e.origin)) eval(e.data); });
