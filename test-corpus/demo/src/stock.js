// Shows how many of a product there are.
export function render(product, level) {
  document.querySelector(`#stock-${CSS.escape(product.id)}`).textContent = `${level} left`;
}
