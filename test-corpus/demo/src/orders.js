// What the shop knows of its orders.
const receipts = new Map();

export const orders = {
  markPaid(order, receipt) {
    receipts.set(order.id, receipt);
  },
  markRefunded(order, receipt) {
    receipts.set(`refund of ${order.id}`, receipt);
  },
};
