// Stock levels, which a worker looks up while a product is on the screen.
import { render } from './stock.js';

const stock = new Worker('/stock-worker.js');

/** Every product that was ever shown keeps its channel. */
export function showStock(product) {
  const { port1, port2 } = new MessageChannel(); //~ channel-not-closed `new MessageChannel()` low
  port1.onmessage = (event) => render(product, event.data);
  stock.postMessage({ follow: product.id }, [port2]);
}

/** Returns a function that ends the updates. */
export function followStock(product) {
  const { port1, port2 } = new MessageChannel(); //~ ok channel-not-closed: the function that is returned closes it
  port1.onmessage = (event) => render(product, event.data);
  stock.postMessage({ follow: product.id }, [port2]);
  return () => port1.close();
}
