import { register } from '../registry.js';

register('theme', (body) => {
  document.body.style.background = body.color; //~ ok message-to-html: a property of style
});
