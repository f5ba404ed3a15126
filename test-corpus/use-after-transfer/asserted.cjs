// The same with modules of Node.
const assert = require('node:assert');

module.exports = function (port) {
  const buffer = new ArrayBuffer(8);
  port.postMessage(buffer, [buffer]);
  assert.equal(buffer.byteLength, 0); //~ ok use-after-transfer: whether it is empty is what is asked
};
