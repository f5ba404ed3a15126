import { dispatch, register } from './registry.js';
import './plugins/theme.js';
import { isEditor } from './trust.js';

register('title', (body) => {
  document.title = body.text; //~ ok message-to-html: a title is text
});

register('notice', (body) => {
  document.querySelector('#notice').innerHTML = body.html; //~ message-to-html `document.querySelector('#notice').innerHTML` low pedantic
});

window.addEventListener('message', (event) => {
  if (isEditor(event)) dispatch(event.data);
});
