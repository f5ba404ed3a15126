// Handlers that only write down what came.
import debug from 'debug';
import pino from 'pino';

const log = debug('frames');
const logger = pino();

window.addEventListener('message', (event) => { //~ ok missing-origin-check: a log has no effect
  log('message %o', event.data.type);
  logger.info({ type: event.data.type });
});
