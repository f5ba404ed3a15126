// The shop's page: a payment frame reports how it went.
import { orders } from './orders.js';

const PAYMENT = 'https://pay.example.com';
const state = document.querySelector('#payment-state');

export function watchPayment(order) {
  window.addEventListener('message', onPayment); //~ missing-origin-check `window.addEventListener('message', onPayment)` medium

  function onPayment(event) {
    if (event.data.type !== 'paid') return;
    orders.markPaid(order, event.data.receipt);
    state.textContent = 'Thank you!';
  }
}

export function watchRefund(order) {
  window.addEventListener('message', onRefund); //~ ok missing-origin-check: only the payment frame is heard

  function onRefund(event) {
    if (event.origin !== PAYMENT || event.data.type !== 'refunded') return;
    orders.markRefunded(order, event.data.receipt);
    state.textContent = 'Your money is on its way.';
  }
}
