// One kind of message is checked, the other is not.
import { open, signIn } from './view';

const TRUSTED = 'https://app.example.com';

window.addEventListener('message', (event) => {
  switch (event.data.type) {
    case 'login':
      if (event.origin !== TRUSTED) return;
      signIn(event.data.token);
      break;
    case 'open':
      open(event.data.url);
      break;
  }
});
