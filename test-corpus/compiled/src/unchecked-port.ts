// The port of any message is kept and listened to.
import { serve } from './view';

let port: MessagePort | undefined;

window.addEventListener('message', (event) => {
  if (event.data !== 'connect') return;
  port = event.ports[0];
  port.onmessage = ({ data }) => serve(data);
});
