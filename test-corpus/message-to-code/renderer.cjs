// Electron: a renderer with Node integration.
const { exec } = require('child_process');
const { shell } = require('electron');

const HELP = 'https://help.example.com/';

//~v missing-origin-check `window.addEventListener('message', (event) => {…` high
window.addEventListener('message', (event) => {
  if (event.data.type === 'run') exec(event.data.command); //~ message-to-code `exec(event.data.command)` high
  if (event.data.type === 'open') shell.openExternal(event.data.url); //~ message-to-code `shell.openExternal(event.data.url)` high
  if (event.data.type === 'help') shell.openExternal(HELP); //~ ok message-to-code: the address is constant
  if (event.data.type === 'about') {
    shell.openExternal(HELP + '?topic=' + encodeURIComponent(event.data.topic)); //~ ok message-to-code: an encoded segment behind a constant address
  }
});
