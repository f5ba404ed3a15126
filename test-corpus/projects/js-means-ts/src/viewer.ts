import { PORTAL } from '#origins';
import { Pane } from '#ui/pane';
import { parse } from './parse.js';

const pane = new Pane();

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a constant behind an import of the package
  if (event.origin === PORTAL) pane.show(parse(event.data));
});

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  if (parse(event.data).trusted) pane.show(parse(event.data));
});
