import { Communicator } from './communicator';
import { Panel } from './panel';

export const communicator = new Communicator('https://host.example.com');
new Panel().open();
