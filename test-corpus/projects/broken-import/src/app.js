import { trusted } from './origins.js'; //~ incomplete: a handler needs a file that is not there
import { Button } from '@acme/ui';
import './styles.css';
import { half } from './half.js';

new Button(document.body);

window.addEventListener('message', (event) => { //~ ok missing-origin-check: what is not there may be the check
  if (!trusted(event.origin)) return;
  document.body.innerHTML = event.data; //~ message-to-html `document.body.innerHTML` low auditor
});

window.addEventListener('message', (event) => {
  if (!half(event.origin)) return;
  document.body.innerHTML = event.data; //~ message-to-html `document.body.innerHTML` high
});
