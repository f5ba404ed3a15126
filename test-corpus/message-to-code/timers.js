// Timers take code, and functions that are made elsewhere.
import { retry, wrap } from './tasks';

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…` high
  setTimeout(event.data.code, 10); //~ message-to-code `setTimeout(event.data.code, 10)` high
  setTimeout('run("' + event.data.name + '")', 10); //~ message-to-code `setTimeout('run("' + event.data.name + '")', 10)` high
  setTimeout(`run(${wrap(event.data.name)})`, 10); //~ message-to-code `` setTimeout(`run(${wrap(event.data.name)})`, 10) `` high
  setTimeout(retry(event.data.url), 1000); //~ ok message-to-code: what a function out of sight makes is taken for a function
  setInterval(wrap(() => retry(event.data.url)), 1000); //~ ok message-to-code: a function
  eval(wrap(event.data.name)); //~ message-to-code `eval(wrap(event.data.name))` high
});
