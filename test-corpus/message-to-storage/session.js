// An application that takes its session and its preferences from whoever embeds it.
import Cookies from 'js-cookie';
import localforage from 'localforage';
import { set } from 'idb-keyval';

const PARTNER = 'https://partner.example.com';
const LOCALES = new Set(['de', 'en', 'fr']);

function signIn({ data }) {
  if (data.type === 'token') {
    localStorage.setItem('token', data.token); //~ message-to-storage `localStorage.setItem('token', data.token)` medium
    sessionStorage.user = JSON.stringify(data.user); //~ message-to-storage `sessionStorage.user` medium
    document.cookie = 'sid=' + data.sid + '; path=/'; //~ message-to-storage `document.cookie` medium
  } else if (data.type === 'forget') {
    localStorage.removeItem('token'); //~ ok message-to-storage: nothing is stored
    localStorage.setItem('signed-out', 'yes'); //~ ok message-to-storage: a constant
  }
}

window.addEventListener('message', signIn); //~ missing-origin-check `window.addEventListener('message', signIn)` medium

// The same behind a check.
window.addEventListener('message', async (event) => {
  if (event.origin !== PARTNER) return;
  const { key, value, locale, seen, width, draft } = event.data;
  localStorage[key] = value; //~ message-to-storage `localStorage[key]` low auditor
  Cookies.set('partner', event.data.partner); //~ message-to-storage `Cookies.set('partner', event.data.partner)` low auditor
  await localforage.setItem('draft', draft); //~ message-to-storage `localforage.setItem('draft', draft)` low auditor
  await set('draft', draft); //~ message-to-storage `set('draft', draft)` low auditor
  if (LOCALES.has(locale)) localStorage.setItem('locale', locale); //~ ok message-to-storage: a member of a constant set
  localStorage.setItem('seen', Boolean(seen)); //~ ok message-to-storage: true or false
  if (typeof width === 'number') localStorage.setItem('width', width); //~ ok message-to-storage: a number
  localStorage.setItem('at', Date.now()); //~ ok message-to-storage: the page's own clock
  localStorage.setItem('note', encodeURIComponent(event.data.note)); //~ ok message-to-storage: encoded, it is no markup and no separator
  document.title = String(localStorage.getItem(key)); //~ ok message-to-storage: it is read, not written
});
