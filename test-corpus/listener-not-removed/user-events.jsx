// Listeners that what the user does adds again and again.
import { useEffect } from 'react';

const APP = 'https://app.example.com';
const receive = (event) => {
  if (event.origin === APP) document.title = event.data.title;
};

document.querySelector('form').addEventListener('submit', () => {
  window.addEventListener('message', (event) => { //~ listener-not-removed `window.addEventListener('message', (event) => {…` medium
    if (event.origin === APP) document.title = event.data.title;
  });
});

document.querySelector('#once').addEventListener('click', () => {
  window.addEventListener('message', (event) => event.origin === APP && (document.title = event.data.title)); //~ ok listener-not-removed: the callback runs once
}, { once: true });

document.querySelector('#same').onclick = () => {
  window.addEventListener('message', receive); //~ ok listener-not-removed: the same function is added once
};

let added = false;
document.querySelector('#flag').onclick = () => {
  if (added) return;
  added = true;
  window.addEventListener('message', (event) => event.origin === APP && (document.title = event.data.title)); //~ ok listener-not-removed: a flag keeps the second one away
};

export function SignIn() {
  const open = () => {
    const popup = window.open(`${APP}/login`);
    window.addEventListener('message', (event) => { //~ listener-not-removed `window.addEventListener('message', (event) => {…` medium
      if (event.origin !== APP) return;
      popup.close();
      document.title = event.data.title;
    });
  };
  return <button onClick={open}>Sign in</button>;
}

export function SignInOnce() {
  const open = () => {
    const popup = window.open(`${APP}/login`);
    const answer = (event) => {
      if (event.origin !== APP) return;
      window.removeEventListener('message', answer);
      popup.close();
      document.title = event.data.title;
    };
    window.addEventListener('message', answer); //~ ok listener-not-removed: the answer removes it
  };
  return <button onClick={open}>Sign in</button>;
}

class Mediator {
  constructor(then) {
    window.addEventListener('message', (event) => { //~ listener-not-removed `window.addEventListener('message', (event) => {…` medium
      if (event.origin === APP) then(event.data);
    });
  }
}

export function Embed({ onState }) {
  useEffect(() => {
    new Mediator(onState);
  }, []);
  return <iframe src={APP} />;
}
