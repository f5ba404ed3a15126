import { Messenger } from './messenger';

// Neither a list nor a check.
const messenger = new Messenger({
  onRequest(request) {
    document.body.insertAdjacentHTML('beforeend', request.banner); //~ message-to-html `document.body.insertAdjacentHTML('beforeend', request.banner)` high
  },
});
messenger.listen();

window.parent.postMessage('ready', 'https://host.example.com');
