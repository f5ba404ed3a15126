// Addresses that are opened in another window or program: a finding where anybody may send them.
import { Linking } from 'react-native';

const { BrowserWindow } = require('electron');

const frame = document.querySelector('iframe');

function onLink({ data }) {
  if (data.type === 'tab') chrome.tabs.create({ url: data.url }); //~ message-to-navigation `chrome.tabs.create({ url: data.url })` medium
  if (data.type === 'app') Linking.openURL(data.url); //~ message-to-navigation `Linking.openURL(data.url)` medium
  if (data.type === 'shell') new BrowserWindow().loadURL(data.url); //~ message-to-navigation `new BrowserWindow().loadURL(data.url)` medium
  if (data.type === 'popup') open(data.url); //~ message-to-navigation `open(data.url)` medium
  if (data.type === 'frame') frame.contentWindow.open(data.url); //~ message-to-navigation `frame.contentWindow.open(data.url)` medium
  if (data.type === 'old') window.navigate(data.url); //~ message-to-navigation `window.navigate(data.url)` high
  if (data.type === 'help') open('https://help.example.com/' + encodeURIComponent(data.page)); //~ ok message-to-navigation: the program says whose page it is
}

window.addEventListener('message', onLink); //~ missing-origin-check `window.addEventListener('message', onLink)`

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== 'https://app.example.com') return;
  if (data.type === 'tab') chrome.tabs.create({ url: data.url }); //~ message-to-navigation `chrome.tabs.create({ url: data.url })` low auditor: another window, for a sender that was let in
  if (data.type === 'app') Linking.openURL(data.url); //~ message-to-navigation `Linking.openURL(data.url)` low auditor: another program, for a sender that was let in
  if (data.type === 'popup') open(data.url, '_blank', 'noopener'); //~ message-to-navigation `open(data.url, '_blank', 'noopener')` low auditor: another window, for a sender that was let in
});
