import { Communicator } from './communicator';
import { Panel } from './panel';

const HOST = 'https://host.example.com';

export const communicator = new Communicator(HOST, (event) => event.origin === HOST);
new Panel().open();
