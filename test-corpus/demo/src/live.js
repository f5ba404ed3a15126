// Stock levels, kept up to date while a product is on the screen.
import { render } from './stock.js';

/** Every product that was ever shown keeps its connection. */
export function showStock(product) {
  const events = new EventSource('/stock/' + product.id); //~ channel-not-closed `new EventSource('/stock/' + product.id)` low
  events.onmessage = (event) => render(product, JSON.parse(event.data));
}

/** Returns a function that ends the updates. */
export function followStock(product) {
  const events = new EventSource('/stock/' + product.id); //~ ok channel-not-closed: the function that is returned closes it
  events.onmessage = (event) => render(product, JSON.parse(event.data));
  return () => events.close();
}
