// A shell that takes its session, its preferences and its cart from frames of other teams.
import { z } from 'zod';
import { store, bus } from './store';
import { isPrice, receive } from './contract';

const LOGIN = 'https://login.example.com';
const SHOP = 'https://shop.example.com';
const THEMES = ['light', 'dark'];
const Cart = z.object({ items: z.array(z.string()) });

interface User {
  id: string;
  name: string;
}

let user: User | null = null;
let theme = 'light';
let total = 0;
const seen = new Set<string>();
const queue: unknown[] = [];

function isUser(value: unknown): value is User {
  return typeof value === 'object' && value !== null && typeof (value as User).id === 'string';
}

window.addEventListener('message', (event: MessageEvent) => {
  if (event.origin !== LOGIN) return;
  if (event.data.type === 'signed-in') {
    user = event.data.user; //~ unvalidated-message-data `event.data.user` low
    bus.emit('user', event.data.user);
  }
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== LOGIN || !data || typeof data !== 'object') return;
  store.dispatch({ type: 'session/set', payload: data.session }); //~ unvalidated-message-data `store.dispatch({ type: 'session/set', payload: data.session })` low
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== LOGIN) return;
  if (isUser(data.user)) user = data.user; //~ ok unvalidated-message-data: a guard says what it is
  if (typeof data.id === 'string') seen.add(data.id); //~ ok unvalidated-message-data: its type is tested
  if (THEMES.includes(data.theme)) theme = data.theme; //~ ok unvalidated-message-data: a member of a list
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  const cart = Cart.parse(data);
  store.dispatch({ type: 'cart/set', payload: cart.items }); //~ ok unvalidated-message-data: parsed by a schema
  total = Number(data.total); //~ ok unvalidated-message-data: a number
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  if (!isPrice(data.price)) return;
  store.dispatch({ type: 'price/set', payload: data.price }); //~ ok unvalidated-message-data: an imported predicate was asked
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  receive(data); //~ ok unvalidated-message-data: that function may be the one that tests it
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  if (data.items) queue.push(data.items); //~ unvalidated-message-data `data.items` low
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  if (!Array.isArray(data.items)) return;
  queue.push(data.items); //~ ok unvalidated-message-data: it is a list
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP || typeof data !== 'string') return;
  const message = JSON.parse(data);
  user = message.user; //~ unvalidated-message-data `message.user` low
});

window.addEventListener('message', (event: MessageEvent) => { //~ missing-origin-check `window.addEventListener('message', (event: MessageEvent) => {…`
  user = event.data.user; //~ ok unvalidated-message-data: that anybody may send it comes first
});

window.addEventListener('message', ({ origin, data }: MessageEvent) => {
  if (origin !== SHOP) return;
  document.title = data.title; //~ ok unvalidated-message-data: text that is shown
  document.body.innerHTML = data.html; //~ message-to-html `document.body.innerHTML` low pedantic
  theme = data.theme; //~ ok unvalidated-message-data: the use as HTML is reported
});

export { user, theme, total };
